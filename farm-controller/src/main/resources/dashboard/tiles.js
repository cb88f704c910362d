// One tile per arm: newest image, state, age of the image, success rate.
import { make, setText } from './dom.js';
import { count, interval, percent, seconds, shortModel } from './format.js';

const STALE_SECONDS = 5;
const FEW_ARMS = 8;
/** How long an arm works, or has worked, is of no interest. */
const SETTLED_STATES = ['practising', 'evaluating', 'ended'];
const COUNTED_STATES = [['fault', 'with a fault'], ['silent', 'silent'], ['recovering', 'recovering'], ['stopped', 'stopped'],
    ['waiting', 'waiting']];
const OUTCOME_SIGNS = { success: '✓', failure: '✗', unknown: '?', aborted: '⊘' };

export class ArmTiles {
    #list;
    #tileById = new Map();

    constructor(list) {
        this.#list = list;
    }

    /** Adds, removes and fills tiles; a tile that stays keeps its element. */
    show(arms) {
        const ids = new Set(arms.map(arm => arm.id));
        for (const [id, tile] of this.#tileById) {
            if (!ids.has(id)) {
                tile.root.remove();
                this.#tileById.delete(id);
            }
        }
        for (const arm of arms) {
            if (!this.#tileById.has(arm.id)) {
                const tile = new Tile(arm.id);
                this.#tileById.set(arm.id, tile);
                this.#list.append(tile.root);
            }
            this.#tileById.get(arm.id).show(arm);
        }
        this.#order(arms);
        this.#list.dataset.size = arms.length > FEW_ARMS ? 'small' : 'large';
        setText('arms-summary', [`${arms.length} arms`, ...COUNTED_STATES
            .map(([state, words]) => [arms.filter(arm => arm.state === state).length, words])
            .filter(([number]) => number > 0)
            .map(([number, words]) => `${number} ${words}`)].join(', '));
    }

    /** Those that need a person come first, as the server sorts them. */
    #order(arms) {
        arms.forEach((arm, place) => {
            const { root } = this.#tileById.get(arm.id);
            if (this.#list.children[place] !== root) {
                this.#list.insertBefore(root, this.#list.children[place] ?? null);
            }
        });
    }

    /** @param statusAgeSeconds how old the shown snapshot is: ages go on while nothing arrives */
    showAges(statusAgeSeconds) {
        for (const tile of this.#tileById.values()) {
            tile.showAge(statusAgeSeconds);
        }
    }
}

class Tile {
    #image = make('img', { alt: '', width: '64', height: '64', hidden: '' });
    #noImage = make('span', { class: 'no-image' }, 'no image yet');
    #age = make('span', { class: 'age' });
    #stateText = make('span', { class: 'state' });
    #rate = make('b', { class: 'rate' });
    #bar = make('span', { class: 'rate-bar', 'aria-hidden': 'true' }, make('i'), make('u'));
    #model = make('span');
    #attempts = make('span');
    #outcome = make('span', { class: 'outcome' });
    #failures = make('span', { class: 'failures' });
    #reason = make('p', { class: 'reason' });
    #imageAgeSeconds = null;
    #wantedUrl = '';
    #loading = false;

    constructor(id) {
        this.root = make('li', { class: 'tile', 'data-arm': id },
            make('div', { class: 'picture' }, this.#image, this.#noImage, this.#outcome),
            make('div', { class: 'tile-body' },
                make('div', { class: 'tile-head' }, make('h3', { title: `Stored attempts of ${id}` }, make('a', { href: attemptsOf(id) }, id)), this.#stateText),
                make('div', { class: 'tile-rate' }, this.#rate, this.#bar),
                make('div', { class: 'tile-facts' }, this.#attempts, this.#model),
                this.#failures,
                this.#age),
            this.#reason);
        this.#image.alt = `Camera of ${id}`;
    }

    show(arm) {
        this.root.dataset.state = arm.state;
        setText(this.#stateText, SETTLED_STATES.includes(arm.state) ? arm.state : `${arm.state} ${seconds(arm.ageSeconds)}`);
        setText(this.#rate, percent(arm.success.rate));
        this.#rate.title = `${interval(arm.success)} (95 %)`;
        this.#bar.firstChild.style.width = `${(arm.success.rate ?? 0) * 100}%`;
        this.#bar.lastChild.style.left = `${arm.success.low * 100}%`;
        this.#bar.lastChild.style.width = `${arm.success.n ? (arm.success.high - arm.success.low) * 100 : 0}%`;
        setText(this.#attempts, `${count(arm.attempts)} attempts`);
        setText(this.#model, shortModel(arm.model));
        this.#model.title = arm.model;
        setText(this.#outcome, OUTCOME_SIGNS[arm.lastOutcome] ?? '');
        this.#outcome.dataset.outcome = arm.lastOutcome;
        this.#outcome.title = arm.lastOutcome ? `last attempt: ${arm.lastOutcome}` : '';
        const { empty, slipped, blocked } = arm.failures;
        setText(this.#failures, empty + slipped + blocked === 0 ? ''
            : `failed: ${count(empty)} empty, ${count(slipped)} slipped, ${count(blocked)} blocked`);
        this.#failures.title = 'Why practice attempts failed: closed on nothing, lost what was between the fingers, stopped on the way down';
        const reason = [arm.reason, arm.action].filter(Boolean).join('; ');
        setText(this.#reason, reason);
        this.#reason.title = reason; // a long one is cut on the tile, and stands in full at the top of the page
        this.#imageAgeSeconds = arm.imageAgeSeconds;
        this.#load(arm.imageUrl);
    }

    showAge(statusAgeSeconds) {
        const known = this.#imageAgeSeconds !== null;
        const age = known ? this.#imageAgeSeconds + statusAgeSeconds : 0;
        const stale = known && age > STALE_SECONDS;
        this.root.dataset.stale = stale;
        setText(this.#age, !known ? '' : stale ? `stale, ${seconds(age)} old` : `image ${seconds(age)} ago`);
    }

    /** Loads in the background and swaps when the picture is complete; one request at a time. */
    #load(url) {
        if (!url || url === this.#wantedUrl || this.#loading) {
            return;
        }
        this.#loading = true;
        const next = new Image();
        next.onload = () => {
            this.#loading = false;
            this.#wantedUrl = url;
            this.#image.src = url;
            this.#image.hidden = false;
            this.#noImage.hidden = true;
        };
        next.onerror = () => {
            this.#loading = false;
        };
        next.src = url;
    }
}

/** The gallery with this arm's attempts. */
function attemptsOf(id) {
    return `/gallery.html?${new URLSearchParams({ where: `arm='${id.replaceAll("'", "''")}'`, order: 'newest' })}`;
}
