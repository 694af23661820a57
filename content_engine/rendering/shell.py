"""The frame and the inline styles of an e-mail; braces are filled by rendering.html."""

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

DOCUMENT = """<!DOCTYPE html>
<html lang="{lang}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="supported-color-schemes" content="light dark">
{marking}
<title>{title}</title>
<style>
@media (prefers-color-scheme: dark) {{
  body, .page {{ background: #12181f !important; }}
  .sheet {{ background: #1b232d !important; }}
  .rule {{ border-color: #3a4654 !important; }}
  h1, .paragraph {{ color: #e9eef3 !important; }}
  .notice, .fine {{ color: #c3ccd6 !important; }}
  .claim {{ background: #1f2f33 !important; color: #e9eef3 !important; }}
  a, sup {{ color: #7fd0cb !important; }}
  .button, .button a {{ background: #7fd0cb !important; color: #0d2424 !important; }}
}}
@media (max-width: 640px) {{
  .inner {{ padding: 28px 20px !important; }}
}}
</style>
</head>
<body style="margin:0;padding:0;background:#eef1f4;">
<div style="display:none;max-height:0;overflow:hidden;">{preheader}</div>
<table {table} width="100%" class="page" style="background:#eef1f4;">
<tr><td align="center" style="padding:24px 8px;">
<table {table} width="600" class="sheet"
 style="width:100%;max-width:600px;background:#ffffff;border-radius:10px;">
<tr><td class="inner" style="padding:36px 40px;text-align:left;">
{notice}
<h1 style="{heading}">{headline}</h1>
{body}
{action}
<table {table} width="100%"><tr>
<td class="rule" style="border-top:1px solid #c9d2da;padding-top:22px;">
{safety}
</td></tr></table>
{prescribing}
<table {table} width="100%"><tr>
<td class="rule" style="border-top:1px solid #c9d2da;padding-top:18px;">
{footer}
</td></tr></table>
</td></tr>
</table>
</td></tr>
</table>
</body>
</html>
"""
