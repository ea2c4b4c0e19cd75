// What pages do beside what HTML does: regions that keep up with the host, dialogs, the slider. Without it every page still works.
'use strict';

const every = 1500;
const lost = document.getElementById('lost');
let busy = false;

// Regions marked data-live are read again from the page's own address, and replaced when they differ.
async function refresh() {
  if (busy || document.hidden || !document.querySelector('[data-live]')) {
    return;
  }

  busy = true;
  try {
    const answer = await fetch(liveAddress(), { headers: { 'X-Live': '1' }, cache: 'no-store', redirect: 'error', signal: AbortSignal.timeout(10000) });
    const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
    lost.hidden = answer.status < 500;
    if (answer.ok) {
      page.querySelectorAll('[data-live][id]').forEach(replace);
    }
  } catch {
    lost.hidden = false;

    // Signed out meanwhile: the next full page says so. A host that is gone answers nothing at all.
    if (await answers()) {
      location.reload();
    }
  } finally {
    busy = false;
  }
}

async function answers() {
  try {
    return (await fetch(location.href, { redirect: 'manual', cache: 'no-store' })).type === 'opaqueredirect';
  } catch {
    return false;
  }
}

function liveAddress() {
  const address = new URL(location.href);
  address.searchParams.delete('done');
  return address;
}

function replace(fresh) {
  const shown = document.getElementById(fresh.id);
  if (!shown) {
    return;
  }

  if (fresh.dataset.revision !== undefined) {
    document.getElementById('changed').hidden = fresh.dataset.revision === shown.dataset.revision;
    return;
  }

  if (shown.innerHTML === fresh.innerHTML || shown.querySelector('dialog[open]')) {
    return;
  }

  fresh.querySelectorAll('details[id]').forEach(details => {
    details.open = document.getElementById(details.id)?.open ?? false;
  });
  if (shown.innerHTML === fresh.innerHTML || selects(shown)) {
    return;
  }

  const focus = shown.contains(document.activeElement) ? pathTo(document.activeElement, shown) : null;
  shown.replaceChildren(...fresh.childNodes);
  if (focus) {
    elementAt(focus, shown)?.focus({ preventScroll: true });
  }
}

// Somebody who is about to copy something keeps what is marked.
function selects(region) {
  const selection = getSelection();
  return selection !== null && !selection.isCollapsed && region.contains(selection.anchorNode);
}

function pathTo(element, root) {
  const path = [];
  for (let at = element; at !== root; at = at.parentElement) {
    path.unshift([...at.parentElement.children].indexOf(at));
  }
  return path;
}

function elementAt(path, root) {
  return path.reduce((at, index) => at?.children[index], root);
}

// Browsers that do not know commandfor yet.
if (!('commandForElement' in HTMLButtonElement.prototype)) {
  document.addEventListener('click', event => {
    const button = event.target.closest('button[commandfor]');
    const dialog = button && document.getElementById(button.getAttribute('commandfor'));
    if (dialog) {
      button.getAttribute('command') === 'close' ? dialog.close() : dialog.showModal();
    }
  });
}

document.querySelectorAll('dialog[data-modal]').forEach(dialog => {
  dialog.close();
  dialog.showModal();
});

// The slider and its number are one value; the number is what is sent.
document.addEventListener('input', event => {
  const other = event.target.dataset?.number ?? event.target.dataset?.range;
  if (other) {
    document.getElementById(other).value = event.target.value;
  }
});

// Long work says that it is under way; the way back ends it, here and on the host.
document.addEventListener('submit', event => {
  if (event.target.dataset.slow === undefined) {
    return;
  }

  const note = document.createElement('p');
  note.className = 'notice';
  note.setAttribute('role', 'status');
  note.textContent = 'Working on it… ';
  const stop = document.createElement('button');
  stop.type = 'button';
  stop.textContent = 'Cancel';
  stop.addEventListener('click', () => { window.stop(); note.remove(); });
  note.append(stop);
  event.target.append(note);
});

// What was done is said once, not again whenever the address is opened.
const address = new URL(location.href);
if (address.searchParams.has('done')) {
  address.searchParams.delete('done');
  history.replaceState(history.state, '', address);
}

setInterval(refresh, every);
document.addEventListener('visibilitychange', refresh);
