package armfarm.controller.roles;

import armfarm.messages.ErrorCode;
import armfarm.messages.FarmException;
import armfarm.messages.board.FarmBoard;
import armfarm.messages.board.InMemoryFarmBoard;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.InstantSource;

/** A board that can be out of reach, as one in a database can. */
final class RemoteBoard {
    /** What is on it, for whoever looks at it directly. */
    final FarmBoard content;

    boolean away;

    RemoteBoard(InstantSource clock) {
        content = new InMemoryFarmBoard(clock);
    }

    /** The same board from where it can be out of reach. */
    FarmBoard reached() {
        return (FarmBoard) Proxy.newProxyInstance(
                RemoteBoard.class.getClassLoader(), new Class<?>[] {FarmBoard.class}, (proxy, method, arguments) -> {
                    if (away) {
                        throw new FarmException(ErrorCode.RESOURCE, "the database is away");
                    }
                    try {
                        return method.invoke(content, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }
}
