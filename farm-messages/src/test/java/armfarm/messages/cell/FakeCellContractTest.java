package armfarm.messages.cell;

import armfarm.messages.ManualClock;

/** What every cell promises, by the fake of a simulated one. */
class FakeCellContractTest extends ArmCellContract {
    private final FakeArmCell cell = new FakeArmCell(new ManualClock()).stoppedBy(stop());

    @Override
    protected ArmCell cell() {
        return cell;
    }
}
