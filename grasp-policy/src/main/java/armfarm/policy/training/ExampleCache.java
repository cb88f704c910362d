package armfarm.policy.training;

import armfarm.episodes.Split;
import armfarm.episodes.TrainingExample;
import armfarm.episodes.TrainingSet;
import armfarm.messages.AttemptId;
import armfarm.messages.ErrorCode;
import armfarm.messages.FarmException;
import armfarm.policy.network.GraspPreprocessor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.List;
import java.util.concurrent.CancellationException;

/**
 * Crops of all attempts of the latest round on disk, 7 kB each, so that a round decodes only new images, also after a restart. In
 * memory an attempt costs about 23 bytes. What is no longer in a training set is overwritten when the next round begins. Confined to
 * one thread.
 */
final class ExampleCache implements AutoCloseable {
    /** Slots between two looks at the disk: 7 MB. A choice: far below the reserve, and seldom enough to cost nothing. */
    private static final int LOOK_EVERY_SLOTS = 1024;

    private final Path folder;
    private final GraspPreprocessor preprocessor;
    private final long minFreeBytes;
    private final CropFile file;
    private final SlotIndex index;
    private final BitSet free = new BitSet();
    private int sinceLook;

    /** Attempts between two signs of life. */
    private static final int SIGN_EVERY = 1_000;

    /** The attempts of a round, each with the number of its source among those that the set takes. */
    record Round(Examples training, Examples validation) {}

    /** @param minFreeBytes what must stay free on the disk */
    ExampleCache(Path folder, GraspPreprocessor preprocessor, long minFreeBytes) {
        this.folder = folder;
        this.preprocessor = preprocessor;
        this.minFreeBytes = minFreeBytes;
        this.file = new CropFile(folder, preprocessor.spec());
        this.index = new SlotIndex(file::id);
        readIndex();
    }

    private void readIndex() {
        index.clear();
        free.clear();
        for (int slot = 0; slot < file.slots(); slot++) {
            AttemptId attempt = file.id(slot);
            if (attempt.equals(CropFile.NOBODY) || index.find(attempt) >= 0) {
                free.set(slot);
            } else {
                index.add(attempt, slot);
            }
        }
    }

    /**
     * Cuts out what is not there yet and forgets what is no longer wanted. Blocks.
     *
     * @param alive called again and again, for cutting many crops takes long
     * @throws FarmException (DATA) if an image is damaged; (RESOURCE) if the disk has no room
     * @throws CancellationException if the thread was interrupted; the flag stays set
     */
    Round prepare(ExampleSource examples, Runnable alive) {
        int[] seen = new int[1];
        List<String> choices = examples.set().sources().taken();
        Round round = new Round(new Examples(), new Examples());
        BitSet used = new BitSet(file.slots());
        examples.forEach(example -> {
            if (Thread.currentThread().isInterrupted()) {
                throw new CancellationException(
                        "reading of training set " + examples.set().name() + " was interrupted");
            }
            if (++seen[0] % SIGN_EVERY == 0) {
                alive.run();
            }
            int slot = index.find(example.attempt());
            if (slot < 0) {
                slot = add(examples, example);
            }
            used.set(slot);
            (example.split() == Split.VALIDATION ? round.validation() : round.training())
                    .add(
                            slot,
                            example.success(),
                            AuxiliaryLabel.of(example),
                            sourceOf(example, choices, examples.set()));
        });
        forgetOthers(used);
        return round;
    }

    private static int sourceOf(TrainingExample example, List<String> choices, TrainingSet set) {
        return set.sources()
                .choice(example.source())
                .map(choices::indexOf)
                .orElseThrow(() -> new FarmException(
                        ErrorCode.BUG,
                        "Attempt " + example.attempt() + " of source " + example.source() + " is in training set "
                                + set.name() + " of " + set.sources()));
    }

    private int add(ExampleSource examples, TrainingExample example) {
        byte[] crop;
        float[] command;
        try {
            crop = preprocessor.crop(examples.view(example, preprocessor.spec().input()), example.graspInBase());
            command = preprocessor.command(example.camera(), example.graspInBase());
        } catch (FarmException e) {
            if (e.code() != ErrorCode.DATA) {
                throw e;
            }
            throw new FarmException(
                    e.code(),
                    "Training image of attempt " + example.attempt() + " cannot be used: " + e.getMessage()
                            + "; 'armfarm fsck' tells whether more are damaged, 'armfarm exclude " + example.attempt()
                            + "' takes it out of the training",
                    e);
        }
        int slot = free.nextSetBit(0);
        if (slot < 0) {
            requireRoom();
            slot = file.slots();
        }
        file.write(slot, example.attempt(), crop, command);
        free.clear(slot);
        index.add(example.attempt(), slot);
        return slot;
    }

    private void requireRoom() {
        if (sinceLook-- > 0) {
            return;
        }
        sinceLook = LOOK_EVERY_SLOTS;
        long room;
        try {
            room = Files.getFileStore(folder).getUsableSpace() - minFreeBytes;
        } catch (IOException e) {
            throw new FarmException(ErrorCode.RESOURCE, "The disk of " + folder + " cannot be asked: " + e, e);
        }
        if (room < LOOK_EVERY_SLOTS * file.bytesPerSlot()) {
            sinceLook = 0;
            throw new FarmException(
                    ErrorCode.RESOURCE,
                    "No room for more training crops in " + folder + ": they take " + file.bytesPerSlot()
                            + " bytes an attempt, and only " + Math.max(0, room >> 20)
                            + " MiB are free above storage.min_free_mb; free some space. The old model stays");
        }
    }

    private void forgetOthers(BitSet used) {
        boolean forgot = false;
        for (int slot = used.nextClearBit(0); slot < file.slots(); slot = used.nextClearBit(slot + 1)) {
            if (!free.get(slot)) {
                file.free(slot);
                forgot = true;
            }
        }
        if (forgot) {
            readIndex();
        }
    }

    /**
     * Reads one network input, before augmentation.
     *
     * @throws CropFile.DamagedCropException if it is not what was written
     */
    void read(int slot, byte[] crop, float[] command) {
        file.read(slot, crop, command);
    }

    /** Forgets everything. */
    void clear() {
        file.clear();
        readIndex();
    }

    @Override
    public void close() {
        file.close();
    }
}
