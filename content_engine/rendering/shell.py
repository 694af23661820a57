"""The frame and the inline styles of an e-mail; its names are filled in by html."""

from importlib import resources
from string import Template

FONT = "font-family:'Segoe UI',Helvetica,Arial,sans-serif;"
INK = "color:#1d2733;"
TABLE = 'role="presentation" cellpadding="0" cellspacing="0"'

STYLES = {
    "notice": f"margin:0 0 28px;{FONT}font-size:13px;line-height:1.5;color:#4a5868;",
    "paragraph": f"margin:0 0 18px;{FONT}font-size:16px;line-height:1.6;{INK}",
    "claim_box": "margin:2px 0 22px;border-collapse:separate;",
    "claim": (
        "padding:16px 20px;border-left:4px solid #0f6e6e;background:#f0f6f5;"
        f"border-radius:0 6px 6px 0;{FONT}font-size:17px;line-height:1.55;{INK}"
    ),
    "marker": "font-size:11px;line-height:1;vertical-align:super;color:#0b5a5a;",
    "link": "color:#0b5a5a;text-decoration:underline;word-break:break-all;",
    "button": "background:#0b5a5a;border-radius:6px;",
    "button_text": (
        f"display:inline-block;padding:13px 26px;{FONT}font-size:16px;"
        "font-weight:600;color:#ffffff;text-decoration:none;"
    ),
    "fine": f"margin:0 0 12px;{FONT}font-size:13px;line-height:1.55;color:#3d4a58;",
    "heading": (
        "margin:0 0 22px;font-family:Georgia,'Times New Roman',serif;font-size:29px;"
        f"line-height:1.22;font-weight:600;{INK}"
    ),
}

DOCUMENT = Template(
    resources.files(__package__).joinpath("shell.html").read_text("utf-8")
)
