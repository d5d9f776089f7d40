// What libraries of old, and careless pages, do to what everybody shares.
"use strict";
Object.prototype.extra = function extra() { return this; };
Object.prototype.enabled = true;
Object.prototype.text = "polluted";
Object.prototype.key = "polluted";
Object.prototype.error = "polluted";
Object.prototype.still = ["polluted"];
Array.prototype.first = function first() { return this[0]; };
Array.prototype.toJSON = function toJSON() { return "[" + this.map((one) => JSON.stringify(one)).join(",") + "]"; };
String.prototype.toJSON = function toJSON() { return this.toString() + ""; };
Function.prototype.bindAsEventListener = function bound() { return this; };
window.fetch = ((real) => function fetch(...given) { return real.apply(window, given).then((answer) => answer); })(window.fetch);
history.pushState = ((real) => function pushState(...given) { window.pushes = (window.pushes || 0) + 1; return real.apply(history, given); })(history.pushState);
EventTarget.prototype.addEventListener = ((real) => function addEventListener(...given) { return real.apply(this, given); })(EventTarget.prototype.addEventListener);
