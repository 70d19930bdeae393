/** The screens, in the order of the navigation. */
export const SCREENS = [
  "denoise",
  "train",
  "lab",
  "models",
  "settings",
] as const;
export type ScreenName = (typeof SCREENS)[number];
