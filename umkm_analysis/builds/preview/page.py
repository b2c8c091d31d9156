"""Pages that show themselves anew when a file beside them changes, and the page of a notebook that failed.

The copy of a page asks, ten times a second, the script of a stamp that stands beside it, by a ``script`` element: the
only way in which a page opened from a file may read another file. No server runs and nothing leaves the machine; the
page that was exported stays as it is, with its policy.
"""

from __future__ import annotations

import base64
import hashlib
import html
import re

SCRIPT = """
(() => {
  window.umkmPreview = stamp => { if (stamp !== "{stamp}") location.reload(); };
  setInterval(() => {
    const asked = document.createElement("script");
    asked.src = "{file}?" + Date.now();
    asked.onload = asked.onerror = () => asked.remove();
    document.head.append(asked);
  }, 100);
})();
"""
POLICY = re.compile(r"script-src ([^;\"]*)")
FAILED = """<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; script-src 'none'">
<meta name="viewport" content="width=device-width, initial-scale=1"><title>{title}</title>
<style>body {{ font: 16px/1.5 system-ui, sans-serif; max-width: 60rem; margin: 3rem auto; padding: 0 1rem }}
h1 {{ font-size: 1.4rem; color: #8a2b12 }} pre {{ overflow: auto; background: #f4f1ec; color: #222; padding: 1rem }}
p.why {{ white-space: pre-line }} :root {{ color-scheme: light dark }}
@media (prefers-color-scheme: dark) {{ h1 {{ color: #ffb59e }} }}</style></head>
<body><main><h1>{title}</h1><p class="why">{why}</p>{trace}
<p>Save the notebook once it is mended: this page then shows it.</p></main></body></html>
"""


def live(page: str, *, stamp: str, file: str) -> str:
    """Copy a page with a script that shows it anew once the stamp is another one.

    Parameters
    ----------
    page
        The HTML of a page, with a policy.
    stamp
        Of this version.
    file
        Name of the script of the stamp, in the same folder.
    """
    script = SCRIPT.replace("{stamp}", stamp).replace("{file}", file)
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()

    def allowed(found: re.Match[str]) -> str:
        before = found[1].replace("'none'", "").strip()
        return f"script-src {before} 'sha256-{digest}' file:".replace("  ", " ")

    head, body, tail = POLICY.sub(allowed, page, count=1).rpartition("</body>")
    return f"{head}<script>{script}</script>\n{body}{tail}"


def stamp_script(stamp: str) -> str:
    """Write the script that tells a stamp."""
    return f'umkmPreview("{stamp}");\n'


def failed(title: str, why: str, trace: str = "") -> str:
    """Write the page of a notebook that failed.

    Parameters
    ----------
    title
        Which notebook, and where.
    why
        Sentences.
    trace
        Python's traceback; empty for none.
    """
    shown = f"<pre>{html.escape(trace)}</pre>" if trace else ""
    return FAILED.format(title=html.escape(title), why=html.escape(why), trace=shown)
