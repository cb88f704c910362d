package armfarm.drivers.cell;

import armfarm.messages.DriverException;
import armfarm.messages.cell.SceneRequest;
import armfarm.messages.cell.SceneState;
import armfarm.messages.cell.SimulatorTruth;
import armfarm.ros.messages.StringMessage;
import java.time.Duration;
import java.util.Optional;

/** The bin of a cell, as far as somebody arranges it or knows what was lifted out of it. Confined to the arm's thread. */
final class CellBin {
    /** Truth comes before the result of a motion, over another connection: this long it may be late. */
    private static final Duration TRUTH_TIMEOUT = Duration.ofSeconds(1);

    private final CellSession session;
    private final ArmLinks links;

    CellBin(CellSession session, ArmLinks links) {
        this.session = session;
        this.links = links;
    }

    SceneState arrange(SceneRequest request) {
        if (links.arrange.isEmpty() || links.arranged.isEmpty()) {
            throw new DriverException("Arm " + session.spec().arm() + ": nobody arranges this cell's bin, it cannot "
                    + request.kind() + "; ask ArmCell.arrangesBin first");
        }
        session.requireNotStopped();
        String id = session.nextRequest();
        links.arrange.get().publish(new StringMessage(WorkcellJson.write(new WorkcellJson.Arrange(id, request))));
        WorkcellJson.Arranged answer = links.arranged
                .get()
                .await(
                        message -> message.id().equals(id),
                        "to request " + id,
                        session.connection().timeout());
        return answer.scene()
                .orElseThrow(() -> new DriverException("Arm " + session.spec().arm()
                        + " could not arrange its bin (" + request.kind() + "): "
                        + answer.error().orElse("no reason given") + "; look into the bin and at what fills it"));
    }

    void forgetTruth() {
        links.truth.ifPresent(TopicInbox::clear);
    }

    /** @param expected a lift has ended, so that the truth about it must come */
    Optional<SimulatorTruth> truth(boolean expected) {
        if (links.truth.isEmpty()) {
            return Optional.empty();
        }
        TopicInbox<SimulatorTruth> inbox = links.truth.get();
        return inbox.connected() && expected ? inbox.poll(truth -> true, TRUTH_TIMEOUT) : inbox.last();
    }
}
