// Small helpers around the document. All text goes in as text, never as HTML.

export function element(id) {
    return document.getElementById(id);
}

export function setText(idOrElement, text) {
    const target = typeof idOrElement === 'string' ? element(idOrElement) : idOrElement;
    if (target.textContent !== text) {
        target.textContent = text;
    }
}

/** Makes an element: make('td', { class: 'right' }, 'text', childElement). */
export function make(tag, attributes = {}, ...children) {
    const made = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) {
        made.setAttribute(name, value);
    }
    made.append(...children);
    return made;
}

/** Replaces the children only when the described content has changed, so that hovering and reading aloud survive. */
export function replaceWhenChanged(target, content, makeChildren) {
    const described = JSON.stringify(content);
    if (target.dataset.content !== described) {
        target.dataset.content = described;
        target.replaceChildren(...makeChildren());
    }
}

/** What this browser keeps for the next time; nothing where storage is forbidden. */
export function recall(name) {
    try {
        return localStorage.getItem(name) ?? '';
    } catch {
        return '';
    }
}

export function remember(name, value) {
    try {
        localStorage.setItem(name, value);
    } catch {
        // Only comfort is lost.
    }
}
