package armfarm.episodes.imports;

import armfarm.messages.ArmId;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What to make of a data set. Immutable; {@link #of} gives the usual ones.
 *
 * @param softwareVersion of the importing farm, kept with each attempt
 * @param arm instead of the recorded arm; where none is recorded, {@link #DEFAULT_ARM}
 * @param openGripperMeters opening of the open gripper, for data that has openings as a share of it
 * @param imageColumn which images to take where there are several cameras
 * @param viewsOnly take the images as they are, without commands and poses
 */
public record ImportSettings(
        String softwareVersion,
        Optional<ArmId> arm,
        OptionalDouble openGripperMeters,
        Optional<String> imageColumn,
        boolean viewsOnly) {
    /** Under whose name attempts are kept that do not name their arm. */
    public static final ArmId DEFAULT_ARM = new ArmId("imported");

    public ImportSettings {
        Objects.requireNonNull(softwareVersion);
    }

    /** Nothing special. */
    public static ImportSettings of(String softwareVersion) {
        return new ImportSettings(softwareVersion, Optional.empty(), OptionalDouble.empty(), Optional.empty(), false);
    }

    /** The same for grippers that open so far. */
    public ImportSettings withOpenGripperMeters(double meters) {
        return new ImportSettings(softwareVersion, arm, OptionalDouble.of(meters), imageColumn, viewsOnly);
    }

    /** The same with the images of this column. */
    public ImportSettings withImageColumn(String column) {
        return new ImportSettings(softwareVersion, arm, openGripperMeters, Optional.of(column), viewsOnly);
    }

    /** The same without commands and poses. */
    public ImportSettings withViewsOnly() {
        return new ImportSettings(softwareVersion, arm, openGripperMeters, imageColumn, true);
    }

    /** The same under this arm's name. */
    public ImportSettings withArm(ArmId other) {
        return new ImportSettings(softwareVersion, Optional.of(other), openGripperMeters, imageColumn, viewsOnly);
    }

    /**
     * The arm to keep an attempt under: the one that was asked for, else the recorded one, with what no arm's name can have
     * replaced.
     */
    public ArmId armNamed(Optional<String> recorded) {
        return arm.orElseGet(() -> recorded.map(String::strip)
                .filter(name -> !name.isEmpty())
                .map(ImportSettings::validName)
                .orElse(DEFAULT_ARM));
    }

    private static ArmId validName(String name) {
        String valid = name.replaceAll("[^A-Za-z0-9_]", "_");
        String begun = Character.isLetter(valid.charAt(0)) ? valid : "arm_" + valid;
        return new ArmId(begun.substring(0, Math.min(63, begun.length())));
    }
}
