import { drawChoices, drawMessage, drawText, fill, make, makeButton, phrases } from "./drawing.js";

const MS = { firstRetry: 2000, longestRetry: 30000, post: 20000, slow: 700, echo: 10000, lost: 3000, replay: 1500 };
const NEAR_BOTTOM_PX = 80;
const COUNTER_FROM = 200;
const TRY_LATER = [0, 408, 429, 502, 503, 504]; // 0: the network failed
const NEVER_AGAIN = [413, 422];
const CODE = /^TL[- ]?[A-Z2-9]{4}[- ]?[A-Z2-9]{4}$/i; // an invitation
const JSON_TYPE = { "Content-Type": "application/json" };

const [conversation, messages, welcome, typing, newMessage, connection, question, counter, codeHint] = [
  "conversation", "messages", "welcome", "typing", "new-message", "connection", "question", "counter", "code-hint",
].map((id) => document.getElementById(id));
const sizeButtons = document.querySelectorAll("[data-text-size]");
const shown = new Map(); // server id -> { element, text }
const optimistic = new Map(); // client id -> element the server has not confirmed yet

// Blocked storage (private windows) must never break the chat.
function attempt(action) {
  try { return action(); } catch { return null; }
}
const readStored = (store, key) => attempt(() => JSON.parse(window[store].getItem(key)));
const writeStored = (store, key, value) => attempt(() => window[store].setItem(key, JSON.stringify(value)));
const newId = () => crypto.randomUUID?.() ?? `${Date.now()}-${Math.random().toString(36).slice(2)}`;

// What disappears must not throw the keyboard's place back to the top of the page.
function releaseFocus(element) {
  if (element?.contains(document.activeElement)) conversation.focus({ preventScroll: true });
  return element;
}

/* Scrolling */
let following = true; // false once the reader has scrolled up
let placedAt = 0;
const bottomOfConversation = () => conversation.scrollHeight - conversation.clientHeight;

function followNewest({ always = false } = {}) {
  following = following || always;
  if (!following) return;
  // A long answer is shown from its first line, not from its last.
  const top = (messages.lastElementChild?.offsetTop ?? 12) - 12;
  conversation.scrollTop = Math.min(bottomOfConversation(), top);
  placedAt = conversation.scrollTop;
  releaseFocus(newMessage).hidden = true;
}
function noticeScroll() {
  if (Math.abs(conversation.scrollTop - placedAt) < 4) return;
  following = bottomOfConversation() - conversation.scrollTop < NEAR_BOTTOM_PX;
  if (following) releaseFocus(newMessage).hidden = true;
}

/* The conversation */
function showWelcome(visible) {
  releaseFocus(welcome).hidden = !visible;
  writeStored("localStorage", "chat.started", !visible);
}

// Messages the server has not confirmed stay below all it has confirmed.
function place(element) {
  const waiting = [...optimistic.values()].find((other) => other !== element) ?? null;
  if (!element.isConnected || element.nextElementSibling !== waiting) messages.insertBefore(element, waiting);
  showWelcome(false);
}

function receive(message) {
  const { id, text, from, client_id: clientId } = message;
  const known = shown.get(id);
  if (known) return known.text === text || edit(message);
  const element = optimistic.get(clientId) ?? drawMessage(message, send);
  markSent(clientId);
  // The echo shows what is kept: numbers the person should not have typed are hidden in it.
  if (from === "user") element.querySelector(".text").replaceWith(drawText(message));
  if (optimistic.delete(clientId)) forget(clientId);
  shown.set(id, { element, text });
  place(element);
  if (from !== "user") noticeAnswer(element);
  followNewest();
}
function noticeAnswer(element) {
  messages.querySelector(".is-newest")?.classList.remove("is-newest");
  element.classList.add("is-newest");
  newMessage.hidden = following;
}

function edit({ id, text, buttons }) {
  const { element } = shown.get(id) ?? {};
  if (!element) return;
  shown.set(id, { element, text });
  element.querySelector(".text").replaceWith(drawText({ from: "bot", text }));
  releaseFocus(element.querySelector(".choices"))?.remove();
  if (buttons?.length) element.append(drawChoices(buttons, send));
  followNewest();
}
function showTyping(visible) {
  if (typing.hidden !== visible) return;
  typing.hidden = !visible;
  followNewest();
}

/* Sending: one message at a time, in order, always with its own id. */
let outbox = readStored("sessionStorage", "chat.outbox") ?? [];
let [posting, retryTimer, retryDelay] = [false, 0, MS.firstRetry];
function keepOutbox(entries) {
  outbox = entries;
  writeStored("sessionStorage", "chat.outbox", entries);
}
const markSent = (id) => releaseFocus(optimistic.get(id)?.querySelector(".unsent"))?.remove();
const forget = (id) => keepOutbox(outbox.filter((entry) => entry.id !== id));
function send(content) {
  // The same button is already on its way.
  if (content.token && outbox.some(({ token }) => token === content.token)) return;
  const entry = { id: newId(), ...content };
  drawWaiting(entry);
  enqueue(entry);
  followNewest({ always: true });
}
function drawWaiting({ id, text, label }) {
  const element = drawMessage({ from: "user", text: text ?? label, at: Date.now() });
  optimistic.set(id, element);
  messages.append(element);
  showWelcome(false);
}
function enqueue(entry) {
  keepOutbox([...outbox.filter(({ id }) => id !== entry.id), entry]);
  deliver();
}

async function deliver() {
  if (posting || !outbox.length) return;
  clearTimeout(retryTimer);
  posting = true;
  const entry = outbox[0];
  const slow = setTimeout(showTyping, MS.slow, true);
  const answer = await post(entry);
  clearTimeout(slow);
  showTyping(false);
  posting = false;
  settle(entry, answer);
}
async function post(entry) {
  const abort = new AbortController();
  const timer = setTimeout(() => abort.abort(), MS.post);
  const request = { method: "POST", headers: JSON_TYPE, body: JSON.stringify(entry), signal: abort.signal };
  const response = await fetch("/chat/messages", request).catch(() => null);
  const body = await response?.json().catch(() => null);
  clearTimeout(timer);
  return { status: response?.status ?? 0, message: body?.message };
}

function settle(entry, { status, message }) {
  if (TRY_LATER.includes(status)) return postpone(entry, message);
  retryDelay = MS.firstRetry;
  markSent(entry.id);
  forget(entry.id);
  if (status !== 202) markUnsent(entry, message, NEVER_AGAIN.includes(status) ? null : () => enqueue(entry));
  // Accepted but never echoed: the event stream may have died silently.
  else setTimeout(() => optimistic.has(entry.id) && connect(), MS.echo);
  deliver();
}

function postpone(first, message) {
  outbox.forEach((entry) => markUnsent(entry, entry === first ? message : "", deliver));
  retryTimer = setTimeout(deliver, retryDelay);
  retryDelay = Math.min(retryDelay * 2, MS.longestRetry);
}
function markUnsent({ id }, message, retry) {
  const element = optimistic.get(id);
  const words = [phrases.unsent, message].filter(Boolean).join(". ");
  if (!element || element.querySelector(".unsent p")?.textContent === words) return;
  markSent(id);
  const box = element.appendChild(make("div", "unsent"));
  box.append(make("p", "", words));
  if (retry) box.append(makeButton("retry", phrases.retry, retry));
  else optimistic.delete(id);
  followNewest();
}

/* The event stream */
let [stream, lostTimer] = [null, 0];

function connect() {
  stream?.close();
  stream = new EventSource("/chat/events");
  stream.addEventListener("message", ({ data }) => receive(JSON.parse(data)));
  stream.addEventListener("edit", ({ data }) => edit(JSON.parse(data)));
  stream.addEventListener("open", noticeOpen);
  stream.addEventListener("error", noticeLost);
}

function noticeOpen() {
  lostTimer = clearTimeout(lostTimer);
  if (connection.textContent) sayConnection(phrases.connectionBack, true);
  setTimeout(endReplay, MS.replay);
  deliver();
}

// A short break is normal on a phone; only a longer one is worth words.
function noticeLost() {
  lostTimer = lostTimer || setTimeout(sayConnection, MS.lost, phrases.connectionLost, false);
  if (stream.readyState === EventSource.CLOSED) setTimeout(wake, MS.firstRetry);
}
function sayConnection(words, isBack) {
  connection.classList.toggle("is-back", isBack);
  connection.textContent = words;
  if (isBack) setTimeout(() => connection.textContent === words && sayConnection("", false), MS.lost);
}
function endReplay() {
  messages.removeAttribute("aria-busy");
  if (!messages.childElementCount) showWelcome(true);
}
function wake() {
  if (stream.readyState === EventSource.CLOSED) connect();
  deliver();
}

/* Composer, letters, screen */
function fitQuestion() {
  question.style.height = "auto";
  question.style.height = `${question.scrollHeight + question.offsetHeight - question.clientHeight}px`;
  const left = question.maxLength - question.value.length;
  counter.textContent = left <= COUNTER_FROM ? fill(phrases.charactersLeft, left) : "";
}
function sendQuestion() {
  const text = question.value.trim();
  question.value = "";
  codeHint.hidden = true;
  fitQuestion();
  if (text) send({ text });
}
function sendOnEnter(event) {
  // Vietnamese input methods use Enter to finish a word.
  if (event.key !== "Enter" || event.shiftKey || event.isComposing || event.keyCode === 229) return;
  event.preventDefault();
  sendQuestion();
}

function setTextSize(size) {
  document.documentElement.classList.toggle("large-text", size === "large");
  sizeButtons.forEach((button) => button.setAttribute("aria-pressed", button.dataset.textSize === size));
  writeStored("localStorage", "chat.textSize", size);
  fitQuestion();
  followNewest();
}

// iOS lays its keyboard over the page instead of shrinking it; a pinch zoom is no keyboard.
function fitScreen() {
  const { scale, height } = window.visualViewport;
  if (scale > 1.05) return;
  document.documentElement.style.setProperty("--seen-height", `${height}px`);
  window.scrollTo(0, 0);
}

function listen() {
  document.getElementById("send").onclick = sendQuestion;
  newMessage.onclick = () => followNewest({ always: true });
  question.onkeydown = sendOnEnter;
  question.oninput = fitQuestion;
  conversation.onscroll = noticeScroll;
  for (const name of ["online", "pageshow", "focus"]) window.addEventListener(name, wake);
  window.visualViewport?.addEventListener("resize", fitScreen);
  new ResizeObserver(() => followNewest()).observe(conversation);
  sizeButtons.forEach((button) => (button.onclick = () => setTextSize(button.dataset.textSize)));
  for (const example of welcome.querySelectorAll("button")) example.onclick = () => send({ text: example.textContent });
}

// An invitation link brings its code; sending it is left to the person, and a shared address must not carry it on.
function takeCode() {
  const address = new URL(location);
  const code = address.searchParams.get("code")?.trim() ?? "";
  address.searchParams.delete("code");
  if (address.href !== location.href) history.replaceState(null, "", address);
  if (!CODE.test(code)) return;
  question.value = code.toUpperCase();
  codeHint.hidden = false;
  fitQuestion();
  question.focus();
}

if (readStored("localStorage", "chat.started")) welcome.hidden = true;
connect();
listen();
setTextSize(readStored("localStorage", "chat.textSize") ?? "normal");
outbox.forEach(drawWaiting);
deliver();
takeCode();
if (!navigator.cookieEnabled) sayConnection(phrases.noCookies, false);
