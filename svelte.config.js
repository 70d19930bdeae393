// @ts-check
/** What every tool that reads `.svelte` files needs to know: they are written in runes mode and TypeScript. */
import { vitePreprocess } from "@sveltejs/vite-plugin-svelte";

/** @type {import("@sveltejs/vite-plugin-svelte").SvelteConfig} */
export default {
  preprocess: vitePreprocess(),
  compilerOptions: { runes: true },
};
