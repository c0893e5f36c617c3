// The page's files become blobs that are made here: nothing is asked of the network.

const FILES = [
  ["script[src]", "src"],
  ["link[rel~=stylesheet][href]", "href"],
  ["img[src], audio[src], video[src], source[src], input[type=image][src]", "src"],
  ["video[poster]", "poster"],
];
const NEVER = "link:not([rel~=stylesheet]), base, template[shadowrootmode], iframe, frame, object, embed, fencedframe";
const READY = /^(data|blob):/;
const blobs = new Map();

function blobOf(address) {
  const url = absolute(address);
  if (READY.test(url)) return Promise.resolve(url);
  if (!blobs.has(url)) blobs.set(url, makeBlob(url));
  return blobs.get(url);
}

async function makeBlob(url) {
  if (!isOwn(new URL(url))) {
    say({ type: "note", text: `Sans Internet, ce fichier ne peut pas venir : ${url}`.slice(0, 900) });
    return "data:,";
  }
  const { status, headers = [], body, failed } = await ask("GET", url, {}, null);
  if (failed || status >= 400) return "data:,";
  const type = headers.find(([name]) => name === "content-type")?.[1] ?? "";
  const content = type.startsWith("text/css") ? await withBlobs(new TextDecoder().decode(body), url) : body;
  return URL.createObjectURL(new Blob([content], { type }));
}

/** The path, in the project, of the file that this blob holds: null for another address. */
function nameOf(address) {
  const node = document.querySelector(`[src="${CSS.escape(address ?? "")}"][data-adresse]`);
  return node ? new URL(node.dataset.adresse, base).pathname.slice(1) : null;
}

/** The stylesheet with its own files as blobs. */
async function withBlobs(css, from) {
  const names = /url\(\s*(["']?)(.*?)\1\s*\)|@import\s+(["'])(.*?)\3/g;
  let text = "";
  let end = 0;
  for (const found of css.matchAll(names)) {
    const address = found[2] ?? found[4];
    text += css.slice(end, found.index);
    end = found.index + found[0].length;
    if (address.startsWith("#")) text += found[0];
    else text += `${found[4] ? "@import " : ""}url("${await blobOf(new URL(address, from).href)}")`;
  }
  return text + css.slice(end);
}

async function replaceFiles(root) {
  const jobs = [];
  for (const [selector, attribute] of FILES) {
    root.querySelectorAll(selector).forEach((node) => jobs.push(replaceFile(node, attribute)));
  }
  root.querySelectorAll("[srcset]").forEach((node) => node.removeAttribute("srcset"));
  root.querySelectorAll("style").forEach((node) => jobs.push(replaceCss(node)));
  root.querySelectorAll(NEVER).forEach((node) => node.remove());
  await Promise.all(jobs);
}

async function replaceFile(node, attribute) {
  const address = node.getAttribute(attribute);
  if (READY.test(address)) return;
  const blob = await blobOf(address);
  node.setAttribute("data-adresse", address);
  node.setAttribute(attribute, blob);
}

async function replaceCss(style) {
  const css = await withBlobs(style.textContent, base);
  if (css !== style.textContent) style.textContent = css;
}

/** A script may name a file after the page was written: `image.src = "chat.png"`. */
function replaceLaterFiles() {
  const classes = [HTMLImageElement, HTMLScriptElement, HTMLSourceElement, HTMLMediaElement].map((each) => [each, "src"]);
  for (const [each, attribute] of [...classes, [HTMLLinkElement, "href"]]) replaceProperty(each.prototype, attribute);
}

function replaceProperty(prototype, attribute) {
  const own = Object.getOwnPropertyDescriptor(prototype, attribute);
  define(prototype, attribute, {
    get() {
      return this.dataset.adresse ? absolute(this.dataset.adresse) : own.get.call(this);
    },
    set(value) {
      if (READY.test(value)) own.set.call(this, value);
      else {
        this.dataset.adresse = value;
        blobOf(String(value)).then((blob) => own.set.call(this, blob));
      }
    },
  });
}
