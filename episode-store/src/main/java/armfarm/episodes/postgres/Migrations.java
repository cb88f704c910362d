package armfarm.episodes.postgres;

import armfarm.messages.ErrorCode;
import armfarm.messages.FarmException;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.MigrationInfo;
import org.flywaydb.core.api.MigrationVersion;

/** Brings the schema to the version this build knows; never back. */
final class Migrations {
    private static final String FOLDER = "classpath:armfarm/episodes/postgres/migrations";

    private Migrations() {}

    /** @throws FarmException (DATA) if the schema is newer than this build, or cannot be brought up to date */
    static void migrate(Database database) {
        migrate(database, MigrationVersion.LATEST);
    }

    /** As above, up to an older version at most. */
    static void migrate(Database database, MigrationVersion target) {
        try {
            Flyway flyway = Flyway.configure(Migrations.class.getClassLoader())
                    .dataSource(database.dataSource())
                    .locations(FOLDER)
                    .failOnMissingLocations(true)
                    .target(target)
                    .load();
            refuseNewer(flyway, database);
            flyway.migrate();
        } catch (FlywayException e) {
            throw new FarmException(
                    ErrorCode.DATA,
                    "Cannot bring the schema of " + database.location() + " up to date: " + e.getMessage(),
                    e);
        }
    }

    private static void refuseNewer(Flyway flyway, Database database) {
        MigrationVersion known = MigrationVersion.EMPTY;
        MigrationVersion applied = MigrationVersion.EMPTY;
        for (MigrationInfo info : flyway.info().all()) {
            if (info.getVersion() == null) {
                continue;
            }
            if (info.getState().isResolved() && info.getVersion().isNewerThan(known)) {
                known = info.getVersion();
            }
            if (info.getState().isApplied() && info.getVersion().isNewerThan(applied)) {
                applied = info.getVersion();
            }
        }
        if (applied.isNewerThan(known)) {
            throw new FarmException(
                    ErrorCode.DATA,
                    "The data in " + database.location() + " is of a newer version: found schema " + applied
                            + ", this build knows " + known + ". Use the newer Armfarm; nothing was changed.");
        }
    }
}
