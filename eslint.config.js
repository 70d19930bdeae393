// @ts-check
/** Typed lint rules: what the compiler cannot say about the layers and about the style of this repository. */
import js from "@eslint/js";
import { defineConfig } from "eslint/config";
import regexp from "eslint-plugin-regexp";
import svelte from "eslint-plugin-svelte";
import tseslint from "typescript-eslint";
import svelteConfig from "./svelte.config.js";

const RELATIVE_WITHOUT_EXTENSION = {
  regex: String.raw`^\.{1,2}/(?!.*\.(ts|js|json|css|svelte)$)`,
  message: "Name the file with its extension.",
};

export default defineConfig(
  { ignores: ["dist/", "release/", ".cache/", "coverage/", "node_modules/"] },
  js.configs.recommended,
  tseslint.configs.strictTypeChecked,
  svelte.configs.recommended,
  {
    languageOptions: {
      parserOptions: { projectService: true, extraFileExtensions: [".svelte"] },
    },
    linterOptions: { reportUnusedDisableDirectives: "error" },
    rules: {
      eqeqeq: "error",
      "no-restricted-exports": [
        "error",
        { restrictDefaultExports: { direct: true } },
      ],
      "no-restricted-imports": [
        "error",
        { patterns: [RELATIVE_WITHOUT_EXTENSION] },
      ],
      "no-restricted-syntax": [
        "error",
        {
          selector: "ExportAllDeclaration",
          message: "No barrels: import from the file that says it.",
        },
      ],
      "max-lines": [
        "error",
        { max: 300, skipBlankLines: true, skipComments: true },
      ],
      "@typescript-eslint/consistent-type-imports": [
        "error",
        { fixStyle: "inline-type-imports" },
      ],
      "@typescript-eslint/switch-exhaustiveness-check": "error",
      "@typescript-eslint/restrict-template-expressions": [
        "error",
        { allowNumber: true, allowBoolean: true },
      ],
      "@typescript-eslint/no-confusing-void-expression": [
        "error",
        { ignoreArrowShorthand: true },
      ],
      "@typescript-eslint/no-unnecessary-condition": [
        "error",
        { allowConstantLoopConditions: "only-allowed-literals" },
      ],
      // Loops over samples index typed arrays within bounds that the compiler cannot see.
      "@typescript-eslint/no-non-null-assertion": "off",
    },
  },
  {
    // A text of a few kilobytes must not keep a program busy for ever.
    plugins: { regexp },
    rules: {
      "regexp/no-super-linear-backtracking": ["error", { report: "potential" }],
      "regexp/no-super-linear-move": [
        "error",
        { report: "potential", ignorePartial: false },
      ],
    },
  },
  {
    files: ["models/**"],
    rules: {
      "no-restricted-imports": [
        "error",
        {
          patterns: [
            RELATIVE_WITHOUT_EXTENSION,
            {
              regex: String.raw`^(?!\.{1,2}/)`,
              message: "models/ depends on nothing.",
            },
          ],
        },
      ],
    },
  },
  {
    files: ["renderer/**"],
    rules: {
      "no-restricted-imports": [
        "error",
        {
          patterns: [
            RELATIVE_WITHOUT_EXTENSION,
            {
              regex: String.raw`/electron/(?!contract/|messages/)`,
              message:
                "The interface knows electron/contract and its messages.",
            },
          ],
        },
      ],
    },
  },
  {
    files: ["**/*.svelte", "**/*.svelte.ts"],
    languageOptions: {
      parserOptions: { parser: tseslint.parser, svelteConfig },
    },
    rules: {
      // The compiler checks names; the linter does not know the runes' and the DOM's.
      "no-undef": "off",
      // What a component hands to a function in its markup has a type that svelte-check knows and
      // the linter's parser does not.
      "@typescript-eslint/no-unsafe-argument": "off",
      "@typescript-eslint/no-unsafe-assignment": "off",
      "@typescript-eslint/no-unsafe-call": "off",
      "@typescript-eslint/no-unsafe-member-access": "off",
      "@typescript-eslint/no-unsafe-return": "off",
      "@typescript-eslint/no-unnecessary-type-assertion": "off",
      // Props without a default are declared with `let` beside those that are assigned.
      "prefer-const": "off",
    },
  },
  {
    files: ["**/*.config.ts", "*.config.js", "build/electron-builder.ts"],
    rules: { "no-restricted-exports": "off" },
  },
  {
    files: ["tests/support/e2e-tally-reporter.ts"],
    rules: { "no-restricted-exports": "off" },
  },
  { files: ["**/*.js"], extends: [tseslint.configs.disableTypeChecked] },
);
