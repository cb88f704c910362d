package armfarm.episodes.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ServerHintsTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "FATAL:  could not write lock file \"postmaster.pid\": No space left on device | The disk is full",
                "FATAL:  data directory \"postgres-18\" has invalid permissions              | chmod 700",
                "FATAL:  data directory \"postgres-18\" has wrong ownership                  | another user's",
                "could not open file \"PG_VERSION\": Permission denied                       | another user's",
                "unshare: unshare failed: Operation not permitted                            | user namespaces",
                "pg_ctl: cannot be run as root                                               | run as a normal user",
                "PANIC:  could not locate a valid checkpoint record                          | restore it from a backup"
            })
    void namesTheCauseThatTheServerNames(String lastWords, String hint) {
        assertThat(ServerHints.of("waiting for server to start.... | " + lastWords)
                        .orElseThrow())
                .contains(hint);
    }

    @Test
    void guessesNoCause() {
        assertThat(ServerHints.of("pg_ctl: could not start server")).isEmpty();
        assertThat(ServerHints.of("No space left on device").orElseThrow()).doesNotContain("namespaces");
    }
}
