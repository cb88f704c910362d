package armfarm.episodes.postgres;

import armfarm.messages.ErrorCode;
import armfarm.messages.FarmException;
import armfarm.messages.ModelVersion;
import armfarm.messages.board.ModelFiles;
import armfarm.messages.hash.Hash;
import java.util.Optional;
import javax.sql.DataSource;

/** Model files in a table: some megabytes each, a few a day, read once by each arm. */
public final class PostgresModelFiles implements ModelFiles {
    private final DataSource dataSource;

    /** @param database with the present schema, see {@link PostgresFarmBoard#open} */
    public PostgresModelFiles(Database database) {
        dataSource = database.dataSource();
    }

    @Override
    public void keep(ModelVersion version, byte[] content) {
        Sql.update(
                dataSource,
                "Cannot keep the file of model " + version,
                "insert into model_file (version, sha256, content) values (?, ?, ?) on conflict (version) do nothing",
                version.name(),
                Hash.SHA_256.hex(content),
                content);
    }

    @Override
    public Optional<ModelVersion> newest() {
        return Sql.list(
                        dataSource,
                        "Cannot look up the newest model",
                        """
                        select m.version from model m join model_file f using (version)
                        where m.state = 'FLEET' order by m.round desc, m.created_at desc limit 1""",
                        row -> new ModelVersion(row.getString("version")))
                .stream()
                .findFirst();
    }

    @Override
    public byte[] content(ModelVersion version) {
        return Sql.list(
                        dataSource,
                        "Cannot read the file of model " + version,
                        "select sha256, content from model_file where version = ?",
                        row -> checked(version, row.getBytes("content"), row.getString("sha256")),
                        version.name())
                .stream()
                .findFirst()
                .orElseThrow(() -> new FarmException(
                        ErrorCode.DATA,
                        "The file of model " + version
                                + " is not in the database; the trainer puts it there when it releases a model"));
    }

    private static byte[] checked(ModelVersion version, byte[] content, String expected) {
        String found = Hash.SHA_256.hex(content);
        if (!found.equals(expected)) {
            throw new FarmException(
                    ErrorCode.DATA,
                    "The file of model " + version + " is damaged: found hash " + found + ", expected " + expected
                            + "; the model before it stays in use");
        }
        return content;
    }
}
