// The gallery: stored attempts by the same filter as on the command line. The question is kept in the address, so Back, reload and
// a sent link show the same. What is shown always belongs to the question in the address: after an error nothing is.
import { ask } from './api.js';
import { hideCauses, showCauses } from './causes.js';
import { element, make, setText } from './dom.js';
import { when } from './format.js';

const PAGE = 60;
let limit = PAGE;
/** Only the newest question may fill the page. */
let newest = 0;

readAddress();
element('question').addEventListener('submit', event => {
    event.preventDefault();
    begin();
});
element('order').addEventListener('change', begin);
for (const preset of document.querySelectorAll('.presets button')) {
    preset.addEventListener('click', () => {
        element('where').value = preset.dataset.where;
        element('order').value = preset.dataset.order;
        begin();
    });
}
element('more').addEventListener('click', () => {
    limit += PAGE;
    load();
});
addEventListener('popstate', () => {
    readAddress();
    limit = PAGE;
    load();
});
load();

function readAddress() {
    const address = new URLSearchParams(location.search);
    element('where').value = address.get('where') ?? '';
    element('order').value = address.get('order') ?? 'newest';
    if (element('order').selectedIndex < 0) {
        element('order').value = 'newest';
    }
}

/** A new question: one step back leads to the one before. */
function begin() {
    const address = `?${new URLSearchParams({ where: element('where').value, order: element('order').value })}`;
    if (address !== location.search) {
        history.pushState(null, '', address);
    }
    limit = PAGE;
    load();
}

async function load() {
    const mine = ++newest;
    const where = element('where').value;
    const list = element('attempts');
    list.setAttribute('aria-busy', 'true');
    setText('count', 'asking …');
    try {
        const [{ attempts }, { count }] = await Promise.all([
            ask(`/api/attempts?${new URLSearchParams({ where, order: element('order').value, limit })}`),
            ask(`/api/attempts/count?${new URLSearchParams({ where })}`),
        ]);
        if (mine === newest) {
            show(attempts, count);
            await loadCauses(mine, where);
        }
    } catch (problem) {
        if (mine === newest) {
            showTrouble(problem);
        }
    }
}

/** After the attempts, which nobody should wait for them with. */
async function loadCauses(mine, where) {
    let causes = null;
    try {
        causes = await ask(`/api/attempts/causes?${new URLSearchParams({ where })}`);
    } catch {
        // The attempts are there; the panel stays away.
    }
    if (mine !== newest) {
        return;
    }
    if (causes === null) {
        hideCauses();
    } else {
        showCauses(causes);
    }
}

function show(attempts, count) {
    element('trouble').hidden = true;
    setText('count', `${attempts.length.toLocaleString('en')} of ${count.toLocaleString('en')} attempts`);
    element('attempts').replaceChildren(...attempts.map(card));
    element('attempts').removeAttribute('aria-busy');
    element('empty').hidden = attempts.length > 0;
    element('more').hidden = attempts.length >= count || limit + PAGE > 1000;
}

function showTrouble(problem) {
    setText('trouble', `${problem.message}\nNothing is shown for this question.`);
    element('trouble').hidden = false;
    setText('count', '');
    element('attempts').replaceChildren();
    element('attempts').removeAttribute('aria-busy');
    element('empty').hidden = true;
    element('more').hidden = true;
    hideCauses();
}

function card(attempt) {
    const triple = make('div', { class: 'triple' }, ...['before', 'grasp', 'after'].map(which => picture(attempt, which)));
    const sure = attempt.predicted === null ? 'random' : `p ${attempt.predicted.toFixed(2)}`;
    const wrong = attempt.predicted !== null
        && ((attempt.outcome === 'failure' && attempt.predicted > 0.8)
            || (attempt.outcome === 'success' && attempt.predicted < 0.2));
    const line = make('div', { class: 'attempt-line' },
        make('span', { class: 'pill small' }, 
            [attempt.failure_cause ?? attempt.outcome, attempt.excluded ? 'excluded' : null].filter(Boolean).join(', ')),
        make('span', wrong ? { class: 'wrong' } : {}, sure),
        make('span', {}, attempt.arm),
        make('span', { class: 'spacer' }),
        make('time', { class: 'muted', datetime: attempt.started_at }, when(attempt.started_at)));
    const about = make('div', { class: 'attempt-line about muted' }, [attempt.object || attempt.purpose,
        attempt.predicted_cause === null ? null : `if it fails, then probably ${attempt.predicted_cause}`].filter(Boolean).join(' · '));
    return make('li', { 'data-outcome': attempt.outcome },
        make('a', { href: `/attempts/${attempt.attempt_id}` }, triple, line, about));
}

/** An image that the farm does not name is not asked for. */
function picture(attempt, which) {
    const none = make('span', { class: 'none' }, 'no image');
    if (!attempt.images.includes(which)) {
        return make('figure', {}, none, make('figcaption', {}, which));
    }
    const image = make('img', {
        src: `/api/attempts/${attempt.attempt_id}/images/${which}`,
        alt: `${which}, attempt of ${attempt.arm}, ${attempt.outcome}`,
        loading: 'lazy',
    });
    image.addEventListener('error', () => image.replaceWith(none));
    return make('figure', {}, image, make('figcaption', {}, which));
}
