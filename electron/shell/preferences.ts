/** Language and theme of what lies outside the page, the dialogs and the menu: they follow the settings. */
import { Menu, nativeTheme } from "electron";
import type { Backend } from "../contract/transport.ts";
import type { AppState, Settings } from "../contract/values.ts";
import {
  createMessages,
  type Locale,
  type Messages,
} from "../messages/messages.ts";
import { type MenuOptions, menuTemplate } from "./menu.ts";

export class Preferences {
  readonly systemLanguage: Locale;
  #messages: Messages;

  constructor(systemLanguage: Locale) {
    this.systemLanguage = systemLanguage;
    this.#messages = createMessages(systemLanguage);
  }

  /** The texts in the language that is set now. */
  readonly messages = (): Messages => this.#messages;

  /** Sets the menu and the theme now, and whenever the settings change. */
  async follow(
    backend: Backend,
    menu: Omit<MenuOptions, "messages">,
  ): Promise<void> {
    const apply = ({ language, theme }: Settings): void => {
      this.#messages = createMessages(
        language === "system" ? this.systemLanguage : language,
      );
      nativeTheme.themeSource = theme;
      const template = menuTemplate({ ...menu, messages: this.#messages });
      Menu.setApplicationMenu(Menu.buildFromTemplate(template));
    };
    backend.subscribe((event) => {
      if (event.name === "settings.changed") apply(event.payload);
    });
    const state = (await backend.invoke("app.state", null)) as AppState;
    apply(state.settings);
  }
}
