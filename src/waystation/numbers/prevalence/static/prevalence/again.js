// While a version is being computed the page asks again; without script a refresh in the page does the same.
setTimeout(() => { if (document.visibilityState === "visible") location.reload(); }, 4000);
