package armfarm.controller.roles;

import armfarm.controller.FarmArms;
import armfarm.controller.base.Patience;
import armfarm.ingest.spool.EventSpool;
import armfarm.messages.ArmId;
import armfarm.messages.ErrorCode;
import armfarm.messages.FarmException;
import armfarm.messages.board.ArmStatus;
import armfarm.messages.board.FarmBoard;
import armfarm.messages.board.ProcessLock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Which arm of the configuration a process runs, and its right to be the only one that does.
 *
 * @param index of the arm in the configuration, which is its partition of the event stream
 */
record ArmSeat(FarmArms.Arm arm, int index, ProcessLock lock) {
    /** A process that died with its machine holds its arm for some twenty seconds more. */
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /** The process before may not know yet that the arm is not its any more; it looks once a second. */
    private static final Duration HAND_OVER = Duration.ofSeconds(3);

    private static final String FILE = "arm";

    /**
     * Takes the arm of that name or, without one, the arm the data folder ran last, else the first one nobody runs. Blocks while all
     * are taken, half a minute at most, and until the process before has let go.
     *
     * @throws FarmException (CONFIG) if there is no arm of that name; (RESOURCE) if all are taken, or if events of another arm wait in
     *     the folder
     */
    static ArmSeat take(RoleSetup setup, FarmBoard board, FarmArms arms, Optional<ArmId> name) {
        Optional<ArmId> last = lastArm(setup.folder().root());
        List<Integer> wanted = candidates(arms, name, last);
        ArmSeat seat = Patience.call(PATIENCE, setup.stopRequested(), () -> firstFree(board, arms, wanted));
        try {
            refuseWaitingEventsOf(setup, seat, last);
            remember(setup.folder().root(), seat.arm().id());
            awaitHandOver(setup, board, seat);
            return seat;
        } catch (RuntimeException e) {
            seat.lock().close();
            throw e;
        }
    }

    private static List<Integer> candidates(FarmArms arms, Optional<ArmId> name, Optional<ArmId> last) {
        List<ArmId> all = arms.all().stream().map(FarmArms.Arm::id).toList();
        if (name.isPresent()) {
            if (!all.contains(name.get())) {
                throw new FarmException(
                        ErrorCode.CONFIG,
                        "There is no arm '" + name.get() + "' in the configuration, found " + all
                                + "; correct --name, or add it to cells or farm.arms");
            }
            return List.of(all.indexOf(name.get()));
        }
        List<Integer> wanted = new ArrayList<>();
        last.filter(all::contains).ifPresent(arm -> wanted.add(all.indexOf(arm)));
        for (int i = 0; i < all.size(); i++) {
            if (!wanted.contains(i)) {
                wanted.add(i);
            }
        }
        return wanted;
    }

    private static ArmSeat firstFree(FarmBoard board, FarmArms arms, List<Integer> wanted) {
        for (int index : wanted) {
            FarmArms.Arm arm = arms.all().get(index);
            ProcessLock lock = board.lock("arm " + arm.id());
            ProcessLock.State state = lock.check();
            if (state == ProcessLock.State.HELD) {
                return new ArmSeat(arm, index, lock);
            }
            lock.close();
            if (state == ProcessLock.State.UNREACHABLE) {
                throw new FarmException(ErrorCode.RESOURCE, "PostgreSQL does not answer; start again when it does");
            }
        }
        List<ArmId> names = wanted.stream().map(i -> arms.all().get(i).id()).toList();
        throw new FarmException(
                ErrorCode.RESOURCE,
                "Other processes run " + names
                        + ", and each arm has one at most: start fewer, or raise farm.arms or add"
                        + " cells in the configuration of all processes");
    }

    private static void refuseWaitingEventsOf(RoleSetup setup, ArmSeat seat, Optional<ArmId> last) {
        Path spool = setup.folder().spool();
        if (last.isPresent() && !last.get().equals(seat.arm().id()) && EventSpool.bytesIn(spool) > 0) {
            throw new FarmException(
                    ErrorCode.RESOURCE,
                    "Events of " + last.get() + " wait in " + spool
                            + " for Kafka, and sent now they would mix with what"
                            + " another process of that arm sends. Run this folder with --name " + last.get()
                            + " once that arm is free, or give " + seat.arm().id() + " another folder with --data");
        }
    }

    private static void awaitHandOver(RoleSetup setup, FarmBoard board, ArmSeat seat) {
        boolean diedLately = board.arms().stream()
                .filter(status -> status.arm().equals(seat.arm().id()))
                .anyMatch(ArmSeat::mayStillMove);
        if (diedLately) {
            setup.say()
                    .accept("The process that ran " + seat.arm().id() + " before ended lately; waiting "
                            + HAND_OVER.toSeconds() + " s to be sure");
            try {
                TimeUnit.NANOSECONDS.sleep(HAND_OVER.toNanos());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new FarmException(ErrorCode.RESOURCE, "Interrupted while starting", e);
            }
        }
    }

    private static boolean mayStillMove(ArmStatus status) {
        return status.alive() && !status.state().equals(ArmReporter.STOPPED);
    }

    private static Optional<ArmId> lastArm(Path root) {
        Path file = root.resolve(FILE);
        try {
            return Files.exists(file)
                    ? Optional.of(new ArmId(Files.readString(file).strip()))
                    : Optional.empty();
        } catch (IOException e) {
            throw new FarmException(ErrorCode.RESOURCE, "File " + file + " cannot be read: " + e, e);
        }
    }

    private static void remember(Path root, ArmId arm) {
        try {
            Files.writeString(root.resolve(FILE), arm.name() + "\n");
        } catch (IOException e) {
            throw new FarmException(ErrorCode.RESOURCE, "File " + root.resolve(FILE) + " cannot be written: " + e, e);
        }
    }
}
