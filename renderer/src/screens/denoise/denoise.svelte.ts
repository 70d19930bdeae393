/** The Denoise screen: what is open and chosen, how it is looked at, and what can be done with it. */
import { createContext } from "svelte";
import type { ImageId, Rect } from "../../../../electron/contract/values.ts";
import { Adjustments } from "../../state/adjustments.svelte.ts";
import type { AppStore } from "../../state/app.svelte.ts";
import type { Handlers } from "../../state/command-center.ts";
import { Intake, type IntakePorts } from "../../state/intake.svelte.ts";
import { type Modifiers, Selection } from "../../state/selection.svelte.ts";
import type { ViewMode } from "../../viewer/panes.ts";
import { Viewer } from "../../viewer/viewer.svelte.ts";

export type PanelTab = "adjust" | "noise" | "test";

export class DenoiseScreen {
  readonly #app: AppStore;
  /** Calls that open an image and are not answered yet. */
  #opening = 0;
  readonly intake: Intake;
  readonly adjustments: Adjustments;
  readonly selection: Selection;
  readonly viewer = new Viewer();
  mode = $state<ViewMode>("split");
  /** How much the residual is amplified. */
  gain = $state(8);
  panelShown = $state(true);
  tab = $state<PanelTab>("adjust");
  /** What the dialog for saving is open for; null while it is closed. */
  saving = $state.raw<readonly ImageId[] | null>(null);
  jobsShown = $state(false);
  /** Where the host has no dialogs, the page asks for files with its own elements. */
  picker = $state.raw<HTMLInputElement | null>(null);
  folderPicker = $state.raw<HTMLInputElement | null>(null);

  constructor(ports: IntakePorts) {
    this.#app = ports.app;
    this.intake = new Intake(ports);
    this.adjustments = new Adjustments(ports.app);
    this.selection = new Selection(
      () => ports.app.images.map(({ id }) => id),
      () => ports.app.currentId,
    );
  }

  /** Follows the app's events until the returned function is called. */
  follow(): () => void {
    const { client } = this.#app;
    const stops = [
      client.on("images.current", () => this.#chooseCurrent()),
      client.on("preview.progress", (progress) => this.viewer.report(progress)),
    ];
    return () => {
      for (const stop of stops) stop();
    };
  }

  /** What buttons for "the selected ones" are about: at least the open image. */
  get chosen(): readonly ImageId[] {
    const { ids } = this.selection;
    const { currentId } = this.#app;
    return ids.length > 0 || currentId === null ? ids : [currentId];
  }

  /** A click in the film strip: chooses, and opens what was clicked. */
  choose(id: ImageId, modifiers: Modifiers = {}): void {
    this.selection.choose(id, modifiers);
    if (this.selection.has(id)) this.open(id);
  }

  move(steps: number, extend = false): void {
    const id = this.selection.move(steps, extend);
    if (id !== null) this.open(id);
  }

  open(id: ImageId): void {
    if (id === this.#app.currentId && this.#opening === 0) return;
    this.adjustments.commit();
    this.#opening += 1;
    const opened = this.#app.client.call("images.open", { id }).finally(() => {
      this.#opening -= 1;
      this.#chooseCurrent();
    });
    this.#app.run(opened);
  }

  /**
   * What the app has opened, or another tab, is chosen here, too: what is saved is what one sees.
   * On the way through the strip, the choice is ahead of what is open.
   */
  #chooseCurrent(): void {
    const { currentId } = this.#app;
    if (this.#opening > 0 || currentId === null) return;
    if (!this.selection.has(currentId)) this.selection.choose(currentId);
  }

  look(view: Rect): void {
    const id = this.#app.currentId;
    if (id !== null)
      this.#app.run(this.#app.client.call("images.look", { id, view }));
  }

  stop(): void {
    const id = this.#app.currentId;
    if (id !== null)
      this.#app.run(this.#app.client.call("images.stop", { id }));
  }

  remove(ids = this.chosen): void {
    if (ids.length > 0)
      this.#app.run(this.#app.client.call("images.remove", { ids }));
  }

  // --- taking in ---------------------------------------------------------------

  add(): void {
    if (this.#app.capabilities.dialogs)
      this.#app.run(this.#app.client.call("images.choose"));
    else this.picker?.click();
  }

  addFolder(): void {
    this.folderPicker?.click();
  }

  addSamples(): void {
    this.#app.run(this.#app.client.call("images.addSamples"));
  }

  // --- saving ------------------------------------------------------------------

  save(ids = this.chosen): void {
    if (ids.length > 0) this.saving = ids;
  }

  saveAll(): void {
    this.save(this.#app.images.map(({ id }) => id));
  }

  copySettingsToAll(): void {
    this.adjustments.copyTo(this.#app.images.map(({ id }) => id));
  }

  copySettingsToChosen(): void {
    this.adjustments.copyTo(this.chosen);
  }

  /** What keys and menus can ask of this screen. */
  readonly commands: Handlers = {
    add: () => this.add(),
    "add-folder": () => this.addFolder(),
    save: () => this.save(),
    "save-all": () => this.saveAll(),
    remove: () => this.remove(),
    undo: () => this.adjustments.undo(),
    redo: () => this.adjustments.redo(),
    reset: () => this.adjustments.reset(),
    "copy-settings": () => this.copySettingsToAll(),
    "select-all": () => this.selection.chooseAll(),
    "view-split": () => (this.mode = "split"),
    "view-side-by-side": () => (this.mode = "side-by-side"),
    "view-after": () => (this.mode = "after"),
    "view-before": () => (this.mode = "before"),
    "view-residual": () => (this.mode = "residual"),
    "zoom-in": () => this.viewer.zoomIn(),
    "zoom-out": () => this.viewer.zoomOut(),
    "zoom-fit": () => this.viewer.fit(),
    "zoom-100": () => this.viewer.zoomTo(1),
    "toggle-panel": () => (this.panelShown = !this.panelShown),
    "next-image": () => this.move(1),
    "previous-image": () => this.move(-1),
  };
}

export const [useDenoise, provideDenoise] = createContext<DenoiseScreen>();
