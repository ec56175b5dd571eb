// What a message looks like. Data goes into textContent only.
export const phrases = document.body.dataset;

export const make = (tag, className = "", textContent = "") =>
  Object.assign(document.createElement(tag), { className, textContent });
export const makeButton = (className, label, onclick) =>
  Object.assign(make("button", className, label), { type: "button", onclick });
export const fill = (phrase, value) => phrase.replace(/\{\w+\}/, () => value);
const isWebAddress = (text) => /^https?:\/\//i.test(text ?? "");

function webLink(url, text) {
  const link = Object.assign(make("a", "", text), { href: url, target: "_blank", rel: "noopener" });
  link.append(make("span", "heard-only", ` ${phrases.newTab}`));
  return link;
}
function withLinks(element, text) {
  const parts = text.split(/(https?:\/\/[^\s<>"]*[^\s<>".,;:!?)\]])/i);
  element.append(...parts.map((part) => (isWebAddress(part) ? webLink(part, part) : part)));
  return element;
}

function addLine(box, line) {
  const [, number, words] = /^\s*(?:(\d{1,3})\.|[-•])\s+(.+)$/.exec(line) ?? [];
  if (!words) return box.append(withLinks(make("p", /^\s*⚠/.test(line) ? "warning" : ""), line.trim()));
  const kind = number ? "ol" : "ul";
  const last = box.lastElementChild;
  const joins = last?.localName === kind && (!number || last.start + last.childElementCount === Number(number));
  const list = joins ? last : box.appendChild(make(kind));
  if (number && !joins) list.start = Number(number);
  list.append(withLinks(make("li"), words));
}

export function drawText({ from, text }) {
  const box = make("div", "text");
  if (from === "user") box.append(make("p", "", text));
  else text.split(/\r?\n/).filter((line) => line.trim()).forEach((line) => addLine(box, line));
  return box;
}

function drawSource({ title, number, locator, url, checked_on: checkedOn }) {
  const item = make("li");
  item.append(isWebAddress(url) ? webLink(url, title) : title);
  const date = checkedOn?.slice(0, 10).split("-").reverse().join("/");
  const facts = [number && fill(phrases.sourceNumber, number), locator, date && fill(phrases.sourceChecked, date)];
  item.append(make("small", "", facts.filter(Boolean).join(" · ")));
  return item;
}
// The first source is named without opening the list: every answer says what it rests on.
function drawSources(sources) {
  const details = make("details", "sources");
  const summary = details.appendChild(make("summary"));
  summary.append(make("span", "first-source", fill(phrases.source, sources[0].number || sources[0].title)));
  if (sources.length > 1) summary.append(make("span", "", ` ${fill(phrases.moreSources, sources.length - 1)}`));
  details.appendChild(make("ul")).append(...sources.map(drawSource));
  return details;
}

const formatter = (parts) => new Intl.DateTimeFormat("vi-VN", { timeZone: "Asia/Ho_Chi_Minh", ...parts });
const showDay = formatter({ day: "2-digit", month: "2-digit", year: "numeric" });
const showHour = formatter({ hour: "2-digit", minute: "2-digit" });
function drawTime(at) {
  const time = new Date(at);
  const [hour, day] = [showHour.format(time), showDay.format(time)];
  const words = day === showDay.format(new Date()) ? hour : `${hour} · ${day}`;
  return Object.assign(make("time", "", words), { dateTime: time.toISOString() });
}

export function drawChoices(buttons, onPress) {
  const group = make("div", "choices");
  group.setAttribute("role", "group");
  group.setAttribute("aria-label", phrases.buttonsName);
  // detail > 1: a shaky finger has tapped twice.
  const press = (button) => ({ detail }) => detail > 1 || onPress(button);
  group.append(...buttons.map(({ label, token, kind }) => makeButton(`choice is-${kind}`, label, press({ token, label }))));
  return group;
}

export function drawMessage({ from, title, text, buttons, sources, note, at }, onPress) {
  const [element, bubble] = [make("article", `message from-${from}`), make("div", "bubble")];
  bubble.append(make("h3", "heard-only", from === "user" ? phrases.fromUser : phrases.fromBot));
  if (title) bubble.append(make("h4", "", title));
  bubble.append(drawText({ from, text }));
  if (sources?.length) bubble.append(drawSources(sources));
  if (note) bubble.append(make("p", "note", note));
  bubble.append(drawTime(at));
  element.append(bubble);
  if (buttons?.length) element.append(drawChoices(buttons, onPress));
  return element;
}
