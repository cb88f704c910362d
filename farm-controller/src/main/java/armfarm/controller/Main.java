package armfarm.controller;

import armfarm.controller.cli.ArmfarmCommand;

/** Entry point of the launcher; see {@link ArmfarmCommand} for the commands. */
public final class Main {
    private Main() {}

    public static void main(String[] args) {
        System.exit(ArmfarmCommand.execute(args));
    }
}
