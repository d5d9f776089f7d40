// A modal dialog of the browser: all the rest of the page is inert while it is open. In it, a button for its own answer.
"use strict";
(() => {
  const dialog = document.createElement("dialog");
  const help = document.createElement("button");
  help.type = "button";
  help.textContent = "Help with this";
  help.setAttribute("data-help", "invoices/send-again");
  const field = document.createElement("input");
  field.id = "in-dialog";
  dialog.append("A new invoice ", field, help);
  document.body.append(dialog);
  window.openDialog = () => dialog.showModal();
  window.closeDialog = () => dialog.close();
})();
