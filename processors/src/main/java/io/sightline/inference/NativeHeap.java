package io.sightline.inference;

import java.lang.management.ManagementFactory;
import javax.management.JMException;
import javax.management.ObjectName;

/**
 * The memory that the C library keeps for itself after it was freed. Every thread that loads or runs a model leaves
 * some of it in one of many arenas: a process grew by 10 MB with each version that replaced another one.
 */
final class NativeHeap {
    private static final String COMMANDS = "com.sun.management:type=DiagnosticCommand";

    private NativeHeap() {}

    /**
     * Gives what is free back to the system, which takes some 50 ms and keeps nobody waiting for as long as that.
     *
     * @return false where the virtual machine or the C library has no such command
     */
    static boolean trim() {
        try {
            ManagementFactory.getPlatformMBeanServer()
                    .invoke(new ObjectName(COMMANDS), "systemTrimNativeHeap", new Object[0], new String[0]);
            return true;
        } catch (JMException unknown) {
            return false;
        }
    }

    /** The same in a thread of its own. */
    static void trimSoon() {
        var thread = new Thread(NativeHeap::trim, "sightline-native-heap");
        thread.setDaemon(true);
        thread.start();
    }
}
