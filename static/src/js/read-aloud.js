// 'Read aloud': the title and the text of the page by a voice of the device itself. Sentence by sentence: Chromium
// falls silent after fifteen seconds of one utterance. A voice that sends the text to somebody else is never used.
const speech = window.speechSynthesis;
// What is not read: what one operates, what is hidden, what is only drawn.
const SKIPPED = "nav, form, button, input, select, textarea, script, style, svg, [hidden], [aria-hidden=true]";
const INLINE = new Set(
  "A ABBR B BDI BDO CITE CODE DATA DEL DFN EM I INS KBD MARK Q S SAMP SMALL SPAN STRONG SUB SUP TIME U VAR".split(" "),
);
// Some engines cut off what is longer.
const LONGEST = 220;

const languageOf = (element) => element.closest("[lang]")?.lang || document.documentElement.lang;

// The pieces of text below an element, in order: [language, text]. A new block or language begins a new piece.
function pieces(element) {
  const found = [];
  let open = null;
  const visit = (node) => {
    if (node.nodeType === Node.TEXT_NODE) {
      const language = languageOf(node.parentElement);
      if (open?.[0] === language) open[1] += node.data;
      else if (node.data.trim()) found.push((open = [language, node.data]));
    } else if (node.nodeType === Node.ELEMENT_NODE && !node.matches(SKIPPED)) {
      const inline = INLINE.has(node.tagName);
      if (!inline) open = null;
      node.childNodes.forEach(visit);
      if (!inline) open = null;
    }
  };
  visit(element);
  return found;
}

function sentences(text, language) {
  const whole = text.replace(/\s+/g, " ").trim();
  const found = Intl.Segmenter
    ? Array.from(new Intl.Segmenter(language, { granularity: "sentence" }).segment(whole), (one) => one.segment)
    : whole.split(/(?<=[.!?]) /);
  return found.flatMap(inParts).filter((one) => /[\p{L}\p{N}]/u.test(one));
}

// A long sentence in parts: at the last comma that fits, else between two words.
function inParts(sentence) {
  const parts = [];
  let rest = sentence.trim();
  while (rest.length > LONGEST) {
    const start = rest.slice(0, LONGEST);
    const end = Math.max(start.lastIndexOf(", ") + 1, start.lastIndexOf("; ") + 1) || start.lastIndexOf(" ") || LONGEST;
    parts.push(rest.slice(0, end > 0 ? end : LONGEST));
    rest = rest.slice(end > 0 ? end : LONGEST).trim();
  }
  return [...parts, rest];
}

function voiceFor(language) {
  const base = language.toLowerCase().split("-")[0];
  const own = speech.getVoices().filter((voice) => voice.localService && voice.lang.toLowerCase().split(/[-_]/)[0] === base);
  return own.find((voice) => voice.default) ?? own[0];
}

function start(part) {
  const toggle = part.querySelector("[data-read-aloud-toggle]");
  const stop = part.querySelector("[data-read-aloud-stop]");
  const label = toggle.querySelector("span");
  const { start: startWord, pause: pauseWord, resume: resumeWord } = part.dataset;
  let queue = [];
  let place = 0;
  // Kept, because a browser may throw away an utterance that nobody holds, and never say that it ended.
  let spoken = null;
  let state = "idle";

  function show(next) {
    state = next;
    label.textContent = { idle: startWord, reading: pauseWord, paused: resumeWord }[next];
    // Not while it has the focus: that would be lost.
    if (next === "idle" && stop === document.activeElement) toggle.focus();
    stop.hidden = next === "idle";
  }

  function silence() {
    spoken = null;
    speech.cancel();
  }

  function readOn() {
    if (place >= queue.length) {
      end();
      return;
    }
    const [language, text] = queue[place];
    const one = new SpeechSynthesisUtterance(text);
    one.lang = language;
    one.voice = voiceFor(language);
    one.onend = () => {
      if (spoken !== one) return;
      place += 1;
      readOn();
    };
    one.onerror = () => {
      if (spoken === one) end();
    };
    spoken = one;
    speech.speak(one);
  }

  function end() {
    silence();
    place = 0;
    show("idle");
  }

  toggle.addEventListener("click", () => {
    if (state === "reading") {
      // Not `pause()`: on some telephones that is a full stop. It goes on with the sentence it was in.
      silence();
      show("paused");
      return;
    }
    if (state === "idle") {
      queue = Array.from(document.querySelectorAll("[data-read]"), pieces)
        .flat()
        .flatMap(([language, text]) => sentences(text, language).map((one) => [language, one]))
        // What no voice here can say is left out, rather than said in the sounds of another language.
        .filter(([language]) => voiceFor(language));
      // What an earlier page left behind.
      speech.cancel();
    }
    show("reading");
    readOn();
  });
  stop.addEventListener("click", end);
  addEventListener("pagehide", end);
  part.classList.add("read-aloud--ready");
}

function offer() {
  const part = document.querySelector("[data-read-aloud]:not(.read-aloud--ready)");
  if (part && document.querySelector("[data-read]") && voiceFor(languageOf(part))) start(part);
}

if (speech && window.SpeechSynthesisUtterance) {
  offer();
  // Most browsers come with their voices a little later.
  speech.addEventListener?.("voiceschanged", offer);
}
