// The reading side of plugins/search: a query in, ranked results out. Loaded when a reader opens the search, not before.

// A query carries particles too: 환불을 asks for 환불. Which of two forms a particle has depends on the letter before it.
const AFTER_CLOSED = new Set("으로 이라도 이나 이랑 과 은 이 을 이에요".split(" "));
const AFTER_OPEN = new Set("라도 랑 와 는 가 를 예요".split(" "));
const PARTICLES = [...AFTER_CLOSED, ...AFTER_OPEN,
  ..."에서 에게 께서 한테 로 부터 까지 조차 처럼 보다 마다 밖에 하고 에 의 만 도 들 입니다".split(" ")]
  .sort((a, b) => b.length - a.length);

const letters = (text) => text.normalize("NFKC").toLowerCase().replace(/[^\p{L}\p{N}]+/gu, "");

const pairs = (word) => {
  const all = Array.from(word);
  return all.length < 2 ? all : all.slice(1).map((letter, i) => all[i] + letter);
};

// The last letter of a Korean syllable: 0 none, 8 ㄹ; undefined for what is no Korean syllable.
const closing = (word) => {
  const code = word.charCodeAt(word.length - 1) - 0xac00;
  return code >= 0 && code < 11172 ? code % 28 : undefined;
};

const fits = (particle, stem) => {
  const last = closing(stem);
  if (last === undefined) return true;
  if (particle === "로") return last === 0 || last === 8;
  return AFTER_CLOSED.has(particle) ? last > 0 : !AFTER_OPEN.has(particle) || last === 0;
};

// What is left without particles; `isNoun` knows the words that only seem to have one.
export const stem = (word, isNoun) => {
  for (;;) {
    const particle = isNoun(word) ? undefined
      : PARTICLES.find((p) => word.endsWith(p) && word.length > p.length + 1 && fits(p, word.slice(0, -p.length)));
    if (!particle) return word;
    word = word.slice(0, -particle.length);
  }
};

export const shardOf = (gram, count) =>
  Array.from(gram).reduce((number, letter) => (number * 251 + letter.codePointAt(0)) % 1000003, 0) % count;

export const decoded = (text) => {
  const numbers = [];
  let last = -1, gap = 0;
  for (const letter of text) {
    const code = letter.charCodeAt(0);
    if (code < 97) gap = gap * 26 + code - 65;
    else {
      numbers.push(last += gap * 26 + code - 96);
      gap = 0;
    }
  }
  return numbers;
};

const both = (lists) => lists.reduce((some, list) => {
  const known = new Set(list);
  return some.filter((number) => known.has(number));
});

// `load(name, version)` fetches a piece of the index as JSON. Nothing is fetched twice.
export const finder = (load) => {
  const pieces = new Map();
  let head;
  const piece = (name) => {
    if (!pieces.has(name)) {
      const loading = load(name, head.version);
      pieces.set(name, loading);
      loading.catch(() => pieces.delete(name));
    }
    return pieces.get(name);
  };
  const shard = (gram) => {
    const size = Array.from(gram).length;
    return piece(`${size}-${shardOf(gram, head.shards[size - 1])}`);
  };

  const word = async (typed) => {
    let found = typed;
    if (typed.length > 2) {
      const nouns = await shard(pairs(typed)[0]);
      found = stem(typed, (noun) => `${noun}!` in nouns);
    }
    const wanted = pairs(found);
    const shards = await Promise.all(wanted.map(shard));
    const lists = wanted.map((pair, i) => (shards[i][pair] ?? "").split("."));
    // Three letters have a key of their own where their pairs would find too much.
    const triples = wanted.map((pair, i) => shards[i][pair + Array.from(wanted[i + 1] ?? "")[1]]).filter(Boolean);
    return {
      stem: found,
      text: both([...lists.map(([text]) => text), ...triples].map(decoded)),
      title: new Set(both(lists.map(([, title]) => decoded(title ?? "")))),
    };
  };

  // Results hold every word; where no page does (`isPart`), those with most of them. Title before text, then by rank.
  const search = async (query) => {
    head ??= await load("head");
    const typed = query.replace(/(\d),(?=\d)/g, "$1").split(/[\s,;:!?·…"“”‘’()<>\[\]]+/).map(letters).filter(Boolean);
    const words = await Promise.all([...new Set(typed)].map(word));
    const points = new Map();
    for (const { text, title } of words)
      for (const number of text) points.set(number, (points.get(number) ?? 0) + 1000 + title.has(number));
    const most = Math.max(0, ...[...points.values()].map((value) => Math.trunc(value / 1000)));
    const numbers = [...points.keys()].filter((number) => points.get(number) >= most * 1000)
      .sort((a, b) => points.get(b) - points.get(a) || a - b);
    return { numbers, words: words.map(({ stem }) => stem), isPart: most < words.length };
  };

  // What a result shows: [title, path, kind, day, a few words].
  const shown = (numbers) => Promise.all(numbers.map(async (number) =>
    (await piece(`d-${Math.trunc(number / head.block)}`))[number % head.block]));

  return { search, shown };
};

// Where the words stand in a text, whatever stands between their letters: [start, end] pairs that do not overlap.
export const marks = (text, words) => {
  const places = [];
  for (const word of words) {
    const pattern = Array.from(word).map((c) => c.replace(/[^\p{L}\p{N}]/u, "")).join("[^\\p{L}\\p{N}]*");
    for (const { index, 0: found } of text.matchAll(new RegExp(pattern, "giu"))) places.push([index, index + found.length]);
  }
  places.sort((a, b) => a[0] - b[0] || b[1] - a[1]);
  return places.filter(([start], i) => i === 0 || places.slice(0, i).every(([, end]) => start >= end));
};
