"""The alphabet of the drawings: arch, bowl (its reflection), circle, rectangle, thick round line."""


def num(value: float) -> str:
    """A number as short as SVG allows: one decimal, no trailing zero."""
    text = f"{value:.1f}"
    text = text.removesuffix(".0")
    return "0" if text == "-0" else text


def arch(x: float, y: float, width: float, height: float, fill: str) -> str:
    """A rectangle with a half circle on top; `x` is its middle, `y` its foot."""
    half = num(width / 2)
    return (
        f'<path d="M{num(x - width / 2)} {num(y)}V{num(y - height + width / 2)}'
        f'a{half} {half} 0 0 1 {num(width)} 0V{num(y)}z" fill="{fill}"/>'
    )


def bowl(x: float, y: float, width: float, height: float, fill: str) -> str:
    """An arch upside down: its reflection, hanging from the water line `y`."""
    half = num(width / 2)
    return (
        f'<path d="M{num(x - width / 2)} {num(y)}V{num(y + height - width / 2)}'
        f'a{half} {half} 0 0 0 {num(width)} 0V{num(y)}z" fill="{fill}"/>'
    )


def circle(x: float, y: float, radius: float, fill: str) -> str:
    """A disc."""
    return f'<circle cx="{num(x)}" cy="{num(y)}" r="{num(radius)}" fill="{fill}"/>'


def rect(  # noqa: PLR0917 - the order of SVG itself
    x: float, y: float, width: float, height: float, fill: str, radius: float = 0
) -> str:
    """A rectangle from its top left corner, with round corners when asked."""
    corner = f' rx="{num(radius)}"' if radius else ""
    return f'<rect x="{num(x)}" y="{num(y)}" width="{num(width)}" height="{num(height)}" fill="{fill}"{corner}/>'


def fill(path: str, colour: str) -> str:
    """A filled path."""
    return f'<path d="{path}" fill="{colour}"/>'


def line(path: str, colour: str, width: float) -> str:
    """A line with round ends."""
    return (
        f'<path d="{path}" fill="none" stroke="{colour}" stroke-width="{num(width)}"'
        ' stroke-linecap="round" stroke-linejoin="round"/>'
    )


def box(x: float, y: float, width: float, height: float) -> str:
    """A rectangle as path data, so that many of one colour make one element."""
    return f"M{num(x)} {num(y)}h{num(width)}v{num(height)}h{num(-width)}z"


def at(x: float, y: float, scale: float, content: str, scale_y: float | None = None) -> str:
    """`content` moved to a place and scaled."""
    factor = f"{scale:.3g}" + (f" {scale_y:.3g}" if scale_y is not None else "")
    return f'<g transform="translate({num(x)} {num(y)}) scale({factor})">{content}</g>'


def svg(name: str, view_box: str, content: str, align: str = "") -> str:
    """The whole drawing. Decoration: whatever it shows is said in words beside it."""
    aspect = f' preserveAspectRatio="{align} slice"' if align else ""
    return f'<svg class="{name}" viewBox="{view_box}"{aspect} aria-hidden="true" focusable="false">{content}</svg>'
