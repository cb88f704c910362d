package armfarm.episodes.postgres;

import armfarm.messages.ErrorCode;
import armfarm.messages.FarmException;
import java.sql.SQLException;

/** From the driver's errors to the farm's. */
final class SqlErrors {
    private static final String ROLLBACK = "40";
    private static final String INSUFFICIENT_RESOURCES = "53";
    private static final String OPERATOR_INTERVENTION = "57";
    private static final String SYSTEM = "58";
    private static final String INTERNAL = "XX";
    private static final String CONNECTION = "08";
    private static final String INVALID_AUTHORIZATION = "28";
    private static final String UNKNOWN_DATABASE = "3D";

    private SqlErrors() {}

    /** @param what the sentence the message starts with, without a full stop */
    static FarmException translate(String what, SQLException e) {
        return new FarmException(codeOf(e), what + ": " + e.getMessage() + " (SQL state " + e.getSQLState() + ")", e);
    }

    /** Whether the server found itself or its files damaged, whatever was asked. */
    static boolean isDamage(SQLException e) {
        String state = String.valueOf(e.getSQLState());
        return state.startsWith(SYSTEM) || state.startsWith(INTERNAL);
    }

    private static ErrorCode codeOf(SQLException e) {
        String state = e.getSQLState() == null ? CONNECTION : e.getSQLState();
        if (state.startsWith(INVALID_AUTHORIZATION) || state.startsWith(UNKNOWN_DATABASE)) {
            return ErrorCode.CONFIG;
        }
        boolean outside = state.startsWith(INSUFFICIENT_RESOURCES)
                || state.startsWith(ROLLBACK)
                || state.startsWith(OPERATOR_INTERVENTION)
                || state.startsWith(CONNECTION);
        return outside ? ErrorCode.RESOURCE : ErrorCode.DATA;
    }
}
