// Until the help widget has loaded, what the page tells it waits in a queue.
window.Askaside = window.Askaside || ((...call) => (Askaside.q = Askaside.q || []).push(call));
