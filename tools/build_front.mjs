// Builds static/dist/ from static/src/ and node_modules: one style sheet, the fonts, the icon sprite, the scripts.
// Run it as `node tools/build_front.mjs`. Fonts are cut by Python: ../.venv/bin/python, or the one named in PYTHON.
import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { brotliCompressSync } from "node:zlib";
import * as esbuild from "esbuild";
import { PurgeCSS } from "purgecss";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const modules = join(root, "node_modules");
const source = join(root, "static", "src");
const out = join(root, "static", "dist");

// Components of the municipality of Utrecht (NL Design System, EUPL-1.2), in the order of the cascade.
const utrecht = [
  "alert", "breadcrumb-nav", "button", "button-link", "checkbox", "data-badge", "form-field",
  "form-field-description", "form-field-error-message", "form-fieldset", "form-label", "heading-1", "heading-2",
  "heading-3", "link", "page-footer", "page-header", "paragraph", "radio-button", "select", "skip-link", "textarea",
  "textbox",
];
const banner =
  "/* Contains @utrecht/*-css, copyright Gemeente Utrecht and Frameless, EUPL-1.2, https://github.com/nl-design-system/utrecht */\n";
// What Safari 16.4, Chromium 111 and Firefox 115 understand (all of 2023).
const target = ["chrome111", "firefox115", "safari16.4"];

// Write only what changed, so that a second build leaves every time stamp alone.
function write(path, content) {
  if (existsSync(path) && readFileSync(path).equals(Buffer.from(content))) return;
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, content);
}

function filesBelow(folder, extension) {
  return readdirSync(folder, { recursive: true })
    .filter((name) => name.endsWith(extension))
    .map((name) => join(folder, name));
}

async function styleSheet() {
  const components = utrecht
    .map((name) => readFileSync(join(modules, "@utrecht", `${name}-css`, "dist", "index.css"), "utf8"))
    .join("\n");
  // Only the Utrecht CSS: PurgeCSS would delete our own :is() and :has() rules. The tags put classes in Python too.
  const [purged] = await new PurgeCSS().purge({
    content: [
      ...filesBelow(join(root, "templates"), ".html"),
      ...filesBelow(join(root, "core", "templatetags"), ".py"),
    ],
    css: [{ raw: components }],
    // Class names that a template or tag puts together from parts.
    safelist: [/^utrecht-button(-link)?--(primary|secondary)-action/, /^utrecht-alert--(info|ok|error)/, /--invalid/],
  });
  const own = await esbuild.build({
    entryPoints: [join(source, "css", "site.css")],
    bundle: true,
    write: false,
    external: ["fonts/*"],
    target,
    logLevel: "warning",
  });
  const minified = await esbuild.transform(purged.css + own.outputFiles[0].text, {
    loader: "css",
    minify: true,
    legalComments: "none",
    target,
  });
  write(join(out, "site.css"), banner + minified.code);
  return brotliCompressSync(minified.code).length;
}

function fonts() {
  const local = ["bin/python", "Scripts/python.exe"].map((name) => join(root, ".venv", name)).find(existsSync);
  const python = process.env.PYTHON ?? local ?? "python3";
  execFileSync(python, [join(root, "tools", "fonts.py"), modules, join(out, "fonts")], { stdio: "inherit" });
}

// One file of symbols; the drawing attributes (stroke, width) come from the style sheet.
function sprite() {
  const names = readFileSync(join(source, "icons.txt"), "utf8")
    .split("\n")
    .filter((line) => line && !line.startsWith("#"));
  const symbols = names.map((name) => {
    const svg = readFileSync(join(modules, "lucide-static", "icons", `${name}.svg`), "utf8");
    const body = svg.slice(svg.indexOf(">", svg.indexOf("<svg")) + 1, svg.lastIndexOf("</svg>"));
    return `<symbol id="${name}" viewBox="0 0 24 24">${body.replace(/\s+/g, " ").replace(/> </g, "><").trim()}</symbol>`;
  });
  const licence = "<!-- Lucide, ISC licence, https://lucide.dev/license -->";
  write(join(out, "icons.svg"), `<svg xmlns="http://www.w3.org/2000/svg">${licence}${symbols.join("")}</svg>\n`);
}

// Each file below js/ is one that a page, or a script on request, loads by itself: js/map/view.js becomes map-view.js.
async function scripts() {
  const folder = join(source, "js");
  const built = await esbuild.build({
    entryPoints: [...filesBelow(folder, ".js"), ...filesBelow(folder, ".css")].map((path) => ({
      in: path,
      out: path.slice(folder.length + 1).replace(/[\\/]/g, "-").replace(/\.\w+$/, ""),
    })),
    bundle: true,
    minify: true,
    format: "esm",
    // Leaflet's few small pictures.
    loader: { ".png": "dataurl" },
    // Leaflet's copyright stays in the file.
    legalComments: "inline",
    write: false,
    outdir: out,
    target,
    logLevel: "warning",
  });
  for (const file of built.outputFiles) write(file.path, file.contents);
}

const started = performance.now();
const brotli = await styleSheet();
fonts();
sprite();
await scripts();
for (const path of filesBelow(join(source, "public"), "")) {
  const file = path.slice(join(source, "public").length + 1);
  write(join(out, file), readFileSync(path));
}
const seconds = ((performance.now() - started) / 1000).toFixed(1);
console.log(`static/dist: site.css ${(brotli / 1000).toFixed(1)} kB brotli, fonts, icons and scripts, in ${seconds} s`);
if (brotli > 20_000) {
  console.error("site.css is over its budget of 20 kB brotli.");
  process.exit(1);
}
