package armfarm.controller;

import java.util.Optional;

/** The version of this software, stored with every attempt and model. */
public final class SoftwareVersion {
    /** From the jar's manifest; "development" when run from class folders. */
    public static final String CURRENT = Optional.ofNullable(
                    SoftwareVersion.class.getPackage().getImplementationVersion())
            .orElse("development");

    private SoftwareVersion() {}
}
