// A modal of Bootstrap's, which fetches the focus back from wherever it goes; in it the page's own help button.
"use strict";
(() => {
  const make = (name, cls, ...children) => { const node = document.createElement(name); node.className = cls; node.append(...children); return node; };
  const field = document.createElement("input");
  field.id = "in-modal";
  const help = make("button", "btn", "Help with this");
  help.setAttribute("data-help", "invoices/send-again");
  const modal = make("div", "modal", make("div", "modal-dialog", make("div", "modal-content", make("div", "modal-body", "A new invoice ", field, help))));
  modal.tabIndex = -1;
  document.body.append(modal);
  window.openModal = () => new window.bootstrap.Modal(modal).show();
})();
