/** Starts the interface: connects to the app it belongs to, and shows its state. */
import { mount } from "svelte";
import App from "./App.svelte";

const target = document.getElementById("app");
if (target) mount(App, { target });
