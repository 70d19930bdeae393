/** Starts the interface: connects to the app it belongs to, and shows its state. */
import { mount } from "svelte";
import { createClient } from "../../electron/contract/client.ts";
import App from "./App.svelte";
import NoSession from "./NoSession.svelte";
import { beginSession } from "./session.ts";
import { AppStore } from "./state/app.svelte.ts";
import { connect } from "./transport.ts";
import "./styles/base.css";

const target = document.getElementById("app")!;
// A window has its app behind it; a tab must be let in.
if (window.nitido || (await beginSession(window))) {
  const connection = connect(window);
  const app = await AppStore.open(
    createClient(connection.transport),
    navigator.languages,
  );
  target.replaceChildren();
  mount(App, { target, props: { app, connection } });
} else mount(NoSession, { target, props: { languages: navigator.languages } });
