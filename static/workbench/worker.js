// In the worker: Python, started from the files that came with the first message, and the one way to our stage.
// A classic worker, whose text comes as a blob: a module would not start in a frame without an origin.

const MOST_PAGES = 8192; // of 64 KiB: 512 MiB. Memory that WebAssembly was given is never given back.
const MOST_LINES = 400; // printed in one go: the console shows no more
const TYPES = { wasm: "application/wasm", zip: "application/zip", json: "application/json", mjs: "text/javascript" };
const NOWHERE = "http://localhost/"; // all files are here: nothing is ever asked of it
const STAGE = "/atelier";

// Python goes through a MemoryError as through any other; an engine that has eaten the PC's memory would not.
const grow = WebAssembly.Memory.prototype.grow;
WebAssembly.Memory.prototype.grow = function (pages) {
  if (this.buffer.byteLength / 65_536 + pages > MOST_PAGES) throw new RangeError("too much memory");
  return grow.call(this, pages);
};

// Ours comes first: it prepares Django and Channels for a world without threads.
const START = `
import asyncio, sys
# exit() in a task (Django has one for each view): the task keeps it, and the stage tells it. The page is not to fail too.
asyncio.get_event_loop()._system_exit_handler = lambda code: None
sys.path.append("${STAGE}")
from workbench.stage import commands
commands.start
`;

self.onmessage = async ({ data: files, ports: [port] }) => {
  self.onmessage = null;
  const say = createVoice(port);
  try {
    const python = await startPython(files);
    unpack(python, files);
    for (const name of Object.keys(files)) delete files[name]; // 19 MB that nobody reads again
    const take = python.runPython(START)((text) => say(JSON.parse(text)));
    port.onmessage = ({ data }) => answer(data, take, say);
    say({ type: "ready" });
  } catch (error) {
    say(failure(error));
  }
};

/** Says messages to the page; of what is printed between two others, the end, as one. */
function createVoice(port) {
  let printed = [];
  const flush = () => {
    if (printed.length) port.postMessage({ type: "printed", text: printed.slice(-MOST_LINES).join("\n") });
    printed = [];
  };
  return (message) => {
    if (message.type === "printed") {
      if (!printed.length) setTimeout(flush);
      printed.push(message.text);
      if (printed.length > 2 * MOST_LINES) printed = printed.slice(-MOST_LINES);
    } else {
      flush();
      port.postMessage(message);
    }
  };
}

function answer(message, take, say) {
  if (message.type === "ping") return say({ type: "pong" });
  try {
    return take(JSON.stringify(message));
  } catch (error) {
    return say(failure(error)); // ours, or Python itself is broken: in both cases a fresh one is needed
  }
}

function failure(error) {
  return { type: "failed", text: String(error?.message ?? error).slice(-2000) };
}

async function startPython(files) {
  const script = (name) => URL.createObjectURL(new Blob([files[name]], { type: TYPES.mjs }));
  self.fetch = async (url) => fileResponse(files, String(url.url ?? url));
  const { loadPyodide } = await import(script("pyodide.mjs"));
  const { default: createPyodideModule } = await import(script("pyodide.asm.mjs"));
  return loadPyodide({
    indexURL: NOWHERE,
    packageBaseUrl: NOWHERE,
    createPyodideModule,
    lockFileContents: new TextDecoder().decode(files["pyodide-lock.json"]),
    stdin: () => null,
    stdout: () => {},
    stderr: () => {},
  });
}

function fileResponse(files, url) {
  const name = url.split("/").pop();
  if (!files[name]) throw new TypeError(`No network here: ${name}`);
  return new Response(files[name], { headers: { "Content-Type": TYPES[name.split(".").pop()] } });
}

function unpack(python, files) {
  const libraries = python.runPython("import site; site.getsitepackages()[0]");
  python.FS.mkdirTree(STAGE);
  python.unpackArchive(files.libraries, "zip", { extractDir: libraries });
  python.unpackArchive(files.stage, "zip", { extractDir: STAGE });
}
