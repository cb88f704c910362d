package armfarm.messages.cell;

import armfarm.messages.ManualClock;

/** What every cell promises, by a fake that never holds anything. */
class EmptyFakeCellContractTest extends ArmCellContract {
    private final FakeArmCell cell =
            new FakeArmCell(new ManualClock()).stoppedBy(stop()).closesTo(0);

    @Override
    protected ArmCell cell() {
        return cell;
    }
}
