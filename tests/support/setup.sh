# Read by ./run and ./test: makes .venv for any Python 3.11 or newer. Everything said here goes to standard error.

say() { echo "$*" >&2; }

find_python() {
    for candidate in "${PYTHON:-}" python3.11 python3 python3.12 python3.13 python3.14 python; do
        [ -n "$candidate" ] && command -v "$candidate" >/dev/null 2>&1 || continue
        "$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && { echo "$candidate"; return; }
    done
    say "Cần Python 3.11 trở lên: hãy cài rồi chạy lại (hoặc đặt PYTHON=/đường/dẫn/python)."
    return 1
}

# set_up LOCK: install exactly what the lock file pins, once for each content of it.
set_up() {
    stamp=".venv/installed-$(cksum < "$1" | tr -d ' ')"
    [ -e "$stamp" ] && return
    python=$(find_python) || exit 3
    say "Đang chuẩn bị môi trường lần đầu (khoảng một phút)…"
    if [ ! -x .venv/bin/pip ]; then
        "$python" -m venv .venv >&2 || { say "Thiếu mô-đun venv của Python: hãy cài gói python3-venv rồi chạy lại."; exit 3; }
    fi
    PIP_DISABLE_PIP_VERSION_CHECK=1 .venv/bin/pip install -q --require-hashes -r "$1" >&2 || {
        say "Chưa cài được thư viện trong $1: hãy kiểm tra mạng rồi chạy lại."
        exit 3
    }
    touch "$stamp"
    # The larger lock holds all of the smaller one.
    [ "$1" = requirements-dev.lock ] && touch ".venv/installed-$(cksum < requirements.lock | tr -d ' ')"
    return 0
}

# The browser tests use a Chromium that is there, else the system's package, else the browser tool's own download.
find_chromium() {
    for name in "${TROLY_CHROMIUM:-}" chromium chromium-browser google-chrome; do
        [ -n "$name" ] && command -v "$name" >/dev/null 2>&1 && return
    done
    say "Đang cài Chromium cho các phép thử trang web…"
    if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
        { apt-get update -q && DEBIAN_FRONTEND=noninteractive apt-get install -q -y --no-install-recommends chromium; } >/dev/null 2>&1 && return
    fi
    .venv/bin/python -m playwright install chromium >/dev/null 2>&1 && return
    say "Không cài được Chromium: các phép thử trang web sẽ bị bỏ qua."
}
