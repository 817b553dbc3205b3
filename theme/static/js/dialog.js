// What a reader sees of the search: a field, results that change as one types, and how many there are, said aloud too.

import { finder, marks } from "./find.js";

const WORDS = {
  ko: {
    title: "찾기", label: "찾을 낱말", close: "닫기", more: "더 보기", none: "찾은 것이 없습니다. 낱말을 줄이거나 바꿔 보세요.",
    found: (n) => `${n}개를 찾았습니다.`, part: (n) => `낱말이 모두 든 것은 없어서 일부만 든 것을 보여 드립니다. ${n}개입니다.`,
    failed: "찾지 못했습니다. 인터넷 연결을 확인해 주세요.", kinds: {},
  },
  en: {
    title: "Search", label: "Words to find", close: "Close", more: "More", none: "Nothing found. Try fewer or other words.",
    found: (n) => `${n} found.`, part: (n) => `No page has all of the words; ${n} with some of them.`,
    failed: "The search could not be loaded. Please check your connection.",
    kinds: { 답변: "Answer", 정정: "Correction", "진행 상황": "Progress", 이야기: "Story", 사건: "Case", 사람: "Person", 안내: "Page" },
  },
};
const language = document.documentElement.lang in WORDS ? document.documentElement.lang : "ko";
const say = WORDS[language];
const days = new Intl.DateTimeFormat(language, { dateStyle: "long", timeZone: "UTC" });
const site = new URL("../../", import.meta.url);
const SHOWN = 10;
const PAUSE_MS = 120;

const element = (name, facts, ...children) => {
  const made = Object.assign(document.createElement(name), facts);
  made.append(...children);
  return made;
};

const load = async (name, version) => {
  const url = new URL(`search/index/${name}.json${version ? `?v=${version}` : ""}`, site);
  // The head says which publication the pieces are of, so it alone is asked for anew.
  const reply = await fetch(url, version ? {} : { cache: "no-cache" });
  if (!reply.ok) throw new Error(`${reply.status} ${url}`);
  return reply.json();
};

const { search, shown } = finder(load);

const marked = (text, places) => {
  let at = 0;
  const pieces = places.flatMap(([start, end]) => {
    const piece = [text.slice(at, start), element("mark", { textContent: text.slice(start, end) })];
    at = end;
    return piece;
  });
  return [...pieces, text.slice(at)];
};

// Ties a form to a place for its results; `onQuery` hears what is asked for.
const listen = (form, place, onQuery = () => {}) => {
  const input = form.querySelector("input");
  const status = element("p", { className: "meta" });
  status.setAttribute("role", "status");
  const list = element("ol", { className: "items" });
  const more = element("button", { type: "button", textContent: say.more, hidden: true });
  place.append(status, list, more);
  let timer, asked = "";

  const show = async (found, from) => {
    const items = (await shown(found.numbers.slice(from, from + SHOWN))).map(([title, path, kind, day, words]) => {
      const lang = /[가-힣]/.test(title) ? "ko" : language;
      return element("li", {},
        element("p", { lang }, element("a", { href: new URL(path, site) }, ...marked(title, marks(title, found.words)))),
        element("p", { className: "meta" }, element("b", { textContent: say.kinds[kind] ?? kind }),
          ...(day ? [" ", element("time", { dateTime: day, textContent: days.format(new Date(day)) })] : [])),
        element("p", { lang }, ...marked(words, marks(words, found.words))));
    });
    return () => {
      if (from === 0) list.replaceChildren();
      list.append(...items);
      more.hidden = found.numbers.length <= from + SHOWN;
      more.onclick = async () => {
        (await show(found, from + SHOWN))();
        items.at(-1).nextSibling?.querySelector("a").focus();
      };
    };
  };

  const ask = async () => {
    clearTimeout(timer);
    // While a syllable is being typed, its first letters stand alone at the end.
    const query = input.value.trim().replace(/[ㄱ-ㅣ]+$/, "");
    if (query === asked) return;
    asked = query;
    onQuery(query);
    try {
      const found = query ? await search(query) : { numbers: [], words: [] };
      const put = await show(found, 0);
      if (query !== asked) return;
      put();
      const count = found.numbers.length;
      status.textContent = !query ? "" : !count ? say.none : found.isPart ? say.part(count) : say.found(count);
    } catch {
      asked = "";
      list.replaceChildren();
      more.hidden = true;
      status.textContent = say.failed;
    }
  };

  input.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(ask, PAUSE_MS);
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    ask();
  });
  // Arrows walk from the field through the results and back; Tab does too.
  const walk = (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const stops = [input, ...list.querySelectorAll("a")];
    const next = stops[stops.indexOf(document.activeElement) + step];
    if (!step || event.isComposing || !stops.includes(document.activeElement) || !next) return;
    event.preventDefault();
    next.focus();
  };
  form.addEventListener("keydown", walk);
  place.addEventListener("keydown", walk);
  return ask;
};

let dialog;
export const openDialog = () => {
  if (!dialog) {
    const input = element("input", { type: "search", id: "find", autocomplete: "off", enterKeyHint: "search" });
    const form = element("form", { className: "actions" },
      element("label", { htmlFor: "find", textContent: say.label }), input,
      element("button", { type: "button", textContent: say.close, onclick: () => dialog.close() }));
    form.setAttribute("role", "search");
    const place = element("div");
    dialog = element("dialog", { className: "finder" }, form, place);
    dialog.setAttribute("aria-label", say.title);
    document.body.append(dialog);
    listen(form, place);
    // Outside of it is its own backdrop.
    dialog.addEventListener("click", (event) => event.target === dialog && dialog.close());
  }
  if (!dialog.open) dialog.showModal();
  dialog.querySelector("input").select();
};

// The search page has a form of its own, and a list of everything that the results take the place of.
export const fillPage = (form) => {
  const plain = document.getElementById(form.dataset.results);
  const place = element("div");
  form.after(place);
  const ask = listen(form, place, (query) => {
    plain.hidden = Boolean(query);
    history.replaceState(null, "", query ? `?q=${encodeURIComponent(query)}` : location.pathname);
  });
  ask();
};
