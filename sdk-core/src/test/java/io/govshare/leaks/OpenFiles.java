package io.govshare.leaks;

import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The files and folders that are held open, and how often each; not those of the JVM itself and of the test run. */
record OpenFiles(Map<String, Long> handles) {

    private static final Pattern OF_THE_JVM =
            Pattern.compile("/(dev|proc|sys)/.*|.*\\.(jar|jmod|jsa|class|log|so|jfr)|.*/lib/modules|.*/surefire[^/]*/.*"
                    + "|.*/surefire[^/]*tmp|.*/hsperfdata_.*");

    static OpenFiles among(FileDescriptors descriptors) {
        return new OpenFiles(descriptors.targets().stream()
                .filter(target -> target.startsWith("/"))
                .filter(target -> !OF_THE_JVM.matcher(target).matches())
                .collect(Collectors.groupingBy(Function.identity(), Collectors.counting())));
    }

    List<String> since(OpenFiles before) {
        return handles.entrySet().stream()
                .filter(handle -> handle.getValue() > before.handles.getOrDefault(handle.getKey(), 0L))
                .map(handle -> "file handle " + handle.getKey())
                .sorted()
                .toList();
    }
}
