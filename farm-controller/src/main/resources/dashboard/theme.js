// Dark or light, before the first paint: a classic script in the head of every page. The person's choice wins over the system's.
(() => {
    const root = document.documentElement;
    const dark = matchMedia('(prefers-color-scheme: dark)');
    let chosen = null;
    try {
        chosen = localStorage.getItem('armfarm-theme');
    } catch {
        // Storage is forbidden here: the choice then lasts as long as the page.
    }

    function show() {
        root.dataset.theme = chosen ?? (dark.matches ? 'dark' : 'light');
        document.dispatchEvent(new Event('themechange'));
    }

    show();
    dark.addEventListener('change', show);
    addEventListener('storage', event => {
        if (event.key === 'armfarm-theme') {
            chosen = event.newValue;
            show();
        }
    });
    document.addEventListener('DOMContentLoaded', () => {
        document.getElementById('theme').addEventListener('click', () => {
            chosen = root.dataset.theme === 'dark' ? 'light' : 'dark';
            try {
                localStorage.setItem('armfarm-theme', chosen);
            } catch {
                // As above.
            }
            show();
        });
    });
})();
