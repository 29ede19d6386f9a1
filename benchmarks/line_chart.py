"""A small line chart as SVG: no library here writes one without a browser or a renderer."""

from collections.abc import Mapping, Sequence
from xml.sax.saxutils import escape

WIDTH, HEIGHT = 640, 360
LEFT, RIGHT, TOP, BOTTOM = 48, 130, 36, 44
GRID_STEPS = 5
COLORS = ("#1f7a76", "#83477c", "#b3541e")


def line_chart(title: str, x_title: str, steps: Sequence[str], lines: Mapping[str, Sequence[float]]) -> str:
    """Lines over evenly spaced steps, values 0..1, each named at its end."""
    named = zip(lines.items(), COLORS, strict=False)
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" role="img"'
        ' font-family="sans-serif" font-size="13" fill="#333">',
        f'<title>{escape(title)}</title><rect width="100%" height="100%" fill="#fff"/>',
        _text(LEFT, 20, title, weight="bold"),
        *_grid(),
        *(_text(_x(index, len(steps)), HEIGHT - 24, step, "middle") for index, step in enumerate(steps)),
        _text((LEFT + WIDTH - RIGHT) / 2, HEIGHT - 6, x_title, "middle"),
        *(_line(name, values, color) for (name, values), color in named),
        "</svg>",
    ]
    return "\n".join(parts) + "\n"


def _x(index: int, steps: int) -> float:
    return LEFT + 16 + index * (WIDTH - LEFT - RIGHT - 32) / max(steps - 1, 1)


def _y(value: float) -> float:
    return HEIGHT - BOTTOM - value * (HEIGHT - TOP - BOTTOM)


def _grid() -> list[str]:
    values = [step / GRID_STEPS for step in range(GRID_STEPS + 1)]
    rules = [f'<path d="M{LEFT} {_y(v):.1f}H{WIDTH - RIGHT}" stroke="#ddd"/>' for v in values]
    return rules + [_text(LEFT - 8, _y(v) + 4, f"{v:.1f}", "end") for v in values]


def _line(name: str, values: Sequence[float], color: str) -> str:
    points = [(_x(index, len(values)), _y(value)) for index, value in enumerate(values)]
    path = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
    dots = "".join(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3.5" fill="{color}"/>' for x, y in points)
    label = _text(points[-1][0] + 10, points[-1][1] + 4, f"{name} {values[-1]:.2f}", color=color)
    return f'<polyline points="{path}" fill="none" stroke="{color}" stroke-width="2.5"/>{dots}{label}'


def _text(x: float, y: float, text: str, anchor: str = "start", color: str = "#333", weight: str = "normal") -> str:
    style = f'text-anchor="{anchor}" fill="{color}" font-weight="{weight}"'
    return f'<text x="{x:.1f}" y="{y:.1f}" {style}>{escape(text)}</text>'
