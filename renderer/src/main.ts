/** Starts the interface: connects to the app it belongs to, and shows its state. */
import { mount } from "svelte";
import { createClient } from "../../electron/contract/client.ts";
import App from "./App.svelte";
import { AppStore } from "./state/app.svelte.ts";
import { connect } from "./transport.ts";
import "./styles/base.css";

const target = document.getElementById("app")!;
const { transport } = connect(window);
const app = await AppStore.open(createClient(transport));
mount(App, { target, props: { app } });
