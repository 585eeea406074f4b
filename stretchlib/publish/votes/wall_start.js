// Begin on the page of the deck, which holds what the room is.
import { showRoom } from "./wall.js";

showRoom(JSON.parse(document.getElementById("sdv-data").textContent), (globalThis[Symbol.for("stretchlib.votes")] ??= new Set()));
