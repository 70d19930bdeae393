/** What measurements run inside the app's page; it is serialised, so it can use nothing from outside itself. */

/* global document, fetch, location, performance, requestAnimationFrame, sessionStorage, window, WebSocket */

/** Leaves `window.app` with functions that wait for what is measured. */
export function watchApp() {
  let marks = {};
  /** Answers once a mark is there. */
  const mark = async (name) => {
    while (marks[name] === undefined) await frame();
    return marks[name];
  };
  const frame = () => new Promise(requestAnimationFrame);

  window.addEventListener(
    "drop",
    () => {
      marks = { dropped: performance.now() };
    },
    true,
  );

  // The app tells over its socket which image is how far.
  const Socket = WebSocket;
  window.WebSocket = class extends Socket {
    constructor(...parameters) {
      super(...parameters);
      this.addEventListener("message", ({ data }) => {
        const { event } = JSON.parse(data);
        if (event?.name !== "images.changed") return;
        for (const { id, state } of event.payload) {
          if (state === "opening" && marks.dropped) marks.image ??= id;
          if (id !== marks.image) continue;
          if (state === "denoising") marks.opened ??= performance.now();
          if (state === "done") marks.done ??= performance.now();
        }
      });
    }
  };

  /** Whether some of a tile is denoised: its pixels, in 16 bits, differ from the noisy ones in 8. */
  const isClean = (buffer) => {
    const [, width, height, flags] = new Uint32Array(buffer, 0, 4);
    const samples = 3 * width * height;
    const denoised = new Uint16Array(buffer, 16, samples);
    const texture = flags & 2 ? 2 * width * height : 0;
    const noisy = new Uint8Array(buffer, 16 + 2 * samples + texture, samples);
    return noisy.some((level, i) => Math.abs(257 * level - denoised[i]) > 257);
  };
  const fetchAnything = fetch;
  window.fetch = async (...parameters) => {
    const response = await fetchAnything(...parameters);
    if (
      String(parameters[0]).startsWith(`/tiles/${marks.image}/`) &&
      response.ok
    ) {
      const arrayBuffer = response.arrayBuffer.bind(response);
      response.arrayBuffer = async () => {
        const buffer = await arrayBuffer();
        if (marks.clean === undefined && isClean(buffer)) {
          marks.clean = Infinity;
          // Drawn in the next frame, seen with the one after.
          void frame()
            .then(frame)
            .then(() => (marks.clean = performance.now()));
        }
        return buffer;
      };
    }
    return response;
  };

  const canvas = () => document.querySelector("[role=application] canvas");
  let pressed;
  let before;
  /** A fingerprint of some pixels of the picture. */
  const looks = () => {
    const { width, height } = canvas();
    const context = canvas().getContext("2d");
    const pixels = [];
    for (let row = 1; row < 8; row++)
      for (let column = 1; column < 12; column++)
        pixels.push(
          context
            .getImageData(
              Math.round((width * column) / 12),
              Math.round((height * row) / 8),
              8,
              1,
            )
            .data.join(),
        );
    return pixels.join();
  };

  window.app = {
    /** From the drop until the image is open, and until clean pixels of it are on the screen, in seconds. */
    async clean() {
      await mark("clean");
      while (!(marks.clean < Infinity)) await frame();
      return {
        opened: (marks.opened - marks.dropped) / 1000,
        clean: (marks.clean - marks.dropped) / 1000,
      };
    },
    done: () => mark("done"),
    /** Changes the app's settings. */
    async set(settings) {
      const { secret } = JSON.parse(sessionStorage.getItem("nitido-session"));
      const address = `ws://${location.host}/socket`;
      const socket = new Socket(address, ["nitido", secret]);
      await new Promise((resolve) => (socket.onopen = resolve));
      const parameter = { settings };
      socket.send(JSON.stringify({ id: 1, name: "settings.set", parameter }));
      await new Promise((resolve) => (socket.onmessage = resolve));
      socket.close();
    },
    /** Gets ready for `change`. */
    listen() {
      pressed = new Promise((resolve) => {
        window.addEventListener("keydown", () => resolve(performance.now()), {
          capture: true,
          once: true,
        });
      });
      before = looks();
    },
    /** From the key after `listen` until the picture changed, and until it changed no more, in milliseconds. */
    async change() {
      const began = await pressed;
      const { width, height } = canvas();
      const change = { size: `${width}×${height}` };
      while (performance.now() < began + 1500) {
        const now = looks();
        if (now !== before) {
          before = now;
          change.last = performance.now() - began;
          change.first ??= change.last;
        }
        await frame();
      }
      return change;
    },
  };
}
