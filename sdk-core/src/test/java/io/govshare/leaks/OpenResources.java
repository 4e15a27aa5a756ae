package io.govshare.leaks;

import java.util.ArrayList;
import java.util.List;

/** What this process holds open at one moment. */
record OpenResources(OpenThreads threads, OpenFiles files, OpenSockets sockets) {

    static OpenResources now() {
        FileDescriptors descriptors = FileDescriptors.ofThisProcess();
        return new OpenResources(OpenThreads.now(), OpenFiles.among(descriptors), OpenSockets.among(descriptors));
    }

    /** One line for each thing that is open now and was not open then. */
    List<String> since(OpenResources before) {
        List<String> left = new ArrayList<>();
        left.addAll(threads.since(before.threads));
        left.addAll(sockets.since(before.sockets));
        left.addAll(files.since(before.files));
        return List.copyOf(left);
    }
}
