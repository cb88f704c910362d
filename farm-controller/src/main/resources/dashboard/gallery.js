// The gallery: stored attempts by the same filter as on the command line. The question is kept in the address.
import { element, make, setText } from './dom.js';

const PAGE = 60;
let limit = PAGE;

const fromAddress = new URLSearchParams(location.search);
element('where').value = fromAddress.get('where') ?? '';
element('order').value = fromAddress.get('order') ?? 'newest';
element('question').addEventListener('submit', event => {
    event.preventDefault();
    limit = PAGE;
    ask();
});
element('order').addEventListener('change', () => element('question').requestSubmit());
for (const preset of document.querySelectorAll('.presets button')) {
    preset.addEventListener('click', () => {
        element('where').value = preset.dataset.where;
        element('order').value = preset.dataset.order;
        element('question').requestSubmit();
    });
}
element('more').addEventListener('click', () => {
    limit += PAGE;
    ask();
});
ask();

async function ask() {
    const question = new URLSearchParams({ where: element('where').value, order: element('order').value });
    history.replaceState(null, '', `?${question}`);
    try {
        const [{ attempts }, { count }] = await Promise.all([
            fetchJson(`/api/attempts?${question}&limit=${limit}`),
            fetchJson(`/api/attempts/count?${question}`),
        ]);
        element('trouble').hidden = true;
        setText('count', `${attempts.length} of ${count.toLocaleString('en')} attempts`);
        element('attempts').replaceChildren(...attempts.map(card));
        element('empty').hidden = attempts.length > 0;
        element('more').hidden = attempts.length >= count;
    } catch (problem) {
        setText('trouble', problem.message);
        element('trouble').hidden = false;
    }
}

export async function fetchJson(url) {
    const response = await fetch(url);
    const answer = await response.json();
    if (!response.ok) {
        throw new Error(answer.error ?? `the farm answered ${response.status}`);
    }
    return answer;
}

function card(attempt) {
    const triple = make('div', { class: 'triple' }, ...['before', 'grasp', 'after'].map(which => picture(attempt, which)));
    const sure = attempt.predicted === null ? 'random' : `p ${attempt.predicted.toFixed(2)}`;
    const wrong = attempt.predicted !== null
        && ((attempt.outcome === 'failure' && attempt.predicted > 0.8)
            || (attempt.outcome === 'success' && attempt.predicted < 0.2));
    const line = make('div', { class: 'attempt-line' },
        make('span', { class: 'pill small' }, attempt.outcome),
        make('span', wrong ? { class: 'wrong' } : {}, sure),
        make('span', {}, attempt.arm),
        make('span', { class: 'muted' }, attempt.object || attempt.purpose),
        make('span', { class: 'spacer' }),
        make('time', { class: 'muted', datetime: attempt.started_at }, new Date(attempt.started_at).toLocaleString([], { dateStyle: 'short', timeStyle: 'medium' })));
    return make('li', { 'data-outcome': attempt.outcome },
        make('a', { href: `/attempts/${attempt.attempt_id}` }, triple, line));
}

function picture(attempt, which) {
    const image = make('img', {
        src: `/api/attempts/${attempt.attempt_id}/images/${which}`,
        alt: `${which}, attempt of ${attempt.arm}, ${attempt.outcome}`,
        loading: 'lazy',
    });
    image.addEventListener('error', () => image.replaceWith(make('span', { class: 'none' })));
    return make('figure', {}, image, make('figcaption', {}, which));
}
