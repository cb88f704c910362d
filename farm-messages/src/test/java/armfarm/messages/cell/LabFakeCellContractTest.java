package armfarm.messages.cell;

import armfarm.messages.ManualClock;

/** What every cell promises, by the fake of a cell that arranges no bin and knows no truth. */
class LabFakeCellContractTest extends ArmCellContract {
    private final FakeArmCell cell =
            new FakeArmCell(new ManualClock()).stoppedBy(stop()).inALab();

    @Override
    protected ArmCell cell() {
        return cell;
    }
}
