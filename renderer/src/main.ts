/** Starts the interface: connects to the app it belongs to, and shows its state. */
import { mount } from "svelte";
import { createClient } from "../../electron/contract/client.ts";
import App from "./App.svelte";
import { AppStore } from "./state/app.svelte.ts";
import { connect } from "./transport.ts";
import "./styles/base.css";

const target = document.getElementById("app")!;
const connection = connect(window);
const app = await AppStore.open(
  createClient(connection.transport),
  navigator.languages,
);
target.replaceChildren();
mount(App, { target, props: { app, connection } });
