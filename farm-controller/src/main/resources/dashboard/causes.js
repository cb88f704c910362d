// How grasps ended against how their models thought that they would.
import { element, make, setText } from './dom.js';
import { count, counted, percent } from './format.js';

const CAUSES = ['empty', 'slipped', 'blocked'];

/** Fills the panel of the gallery, or hides it where nothing was predicted. */
export function showCauses({ attempts, expected, happened, by_predicted_cause: rows }) {
    element('causes').hidden = attempts === 0;
    if (attempts === 0) {
        return;
    }
    const unknown = happened.unknown > 0;
    setText('causes-count', `Chosen by models that predict causes: ${counted(attempts, 'judged attempt')}.`);
    const ends = ['held', ...CAUSES];
    element('causes-all').replaceChildren(
        row('predicted', ends.map(end => [expected[end], attempts, 1]), unknown),
        row('happened', ends.map(end => [happened[end], attempts]), unknown, [happened.unknown, attempts]));
    element('causes-failed').replaceChildren(...rows.map(({ predicted_cause: predicted, happened: how }) => {
        const failed = CAUSES.reduce((sum, cause) => sum + how[cause], how.unknown);
        const cells = row(predicted, CAUSES.map(cause => [how[cause], failed]), unknown, [how.unknown, failed]);
        cells.children[1 + CAUSES.indexOf(predicted)].classList.add('agrees');
        return cells;
    }));
    for (const head of document.querySelectorAll('.cause-unknown')) {
        head.hidden = !unknown;
    }
}

export function hideCauses() {
    element('causes').hidden = true;
}

/** @param last the cell of failures whose cause is not known; empty for predictions, which know no such cause */
function row(name, numbers, unknown, last) {
    const cells = numbers.map(cell);
    if (unknown) {
        cells.push(last ? cell(last) : make('td', { class: 'right' }));
    }
    return make('tr', {}, make('th', { scope: 'row' }, name), ...cells);
}

/** @param digits behind the point, for sums of probabilities */
function cell([part, all, digits]) {
    return make('td', { class: 'right' }, digits ? part.toFixed(digits) : count(part), make('span', { class: 'share' }, percent(all === 0 ? null : part / all)));
}
