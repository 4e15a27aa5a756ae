package io.govshare.usage;

import io.govshare.usage.UsageVerification.Anchor;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The archive for a command line. Not safe for concurrent use. */
final class ArchiveCommand {

    private static final String USAGE = """
            Usage: java -cp <class path> io.govshare.usage.UsageArchive <command> <folder> [<option> <value>]...

            <folder> is that of one spool, or one above it: of a platform, an application, or all.

              verify <folder>        whether the record of uses is unbroken, and up to where it is proven
                  --held <file>      what the platform holds: lines of chain, count and head, with blanks between
              export <folder>        the events of uses
                  --format <format>  ndjson (the default) or csv
                  --out <file>       a new file, instead of the standard output
                  --from, --to, --zone
              daily <folder>         uses by day, dataset, purpose and outcome, as CSV
                  --from, --to, --zone

              --from <day>           the first day, such as 2026-01-31; without it from the beginning
              --to <day>             the last day; without it to the end
              --zone <zone>          where the days are, such as Asia/Shanghai; without it the zone of this machine

            Ends with 0; with 1 if the record is broken; with 2 if the arguments are wrong, or nothing can be read.
            """;

    private static final Set<String> HELP = Set.of("help", "--help", "-h");
    private static final String UUID_FORM = "[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}";
    private static final int BROKEN = 1;
    private static final int WRONG = 2;
    private static final LocalDate BEGINNING = LocalDate.of(1, 1, 1);
    private static final LocalDate END = LocalDate.of(9999, 12, 31);

    private final PrintStream out;
    private final PrintStream err;

    /** Says what is wrong with the arguments. */
    private static final class WrongArguments extends Exception {
        private static final long serialVersionUID = 1;

        WrongArguments(String message) {
            super(message);
        }
    }

    ArchiveCommand(PrintStream out, PrintStream err) {
        this.out = out;
        this.err = err;
    }

    /** Does what the arguments say. @return the exit code */
    int run(List<String> arguments) {
        try {
            return runChecked(arguments);
        } catch (WrongArguments e) {
            err.println(e.getMessage());
            err.println();
            err.print(USAGE);
        } catch (FileAlreadyExistsException e) {
            err.println(e.getFile() + " exists; name another file with --out, so that nothing is overwritten");
        } catch (NoSuchFileException e) {
            err.println(e.getFile() + " is not there");
        } catch (NotDirectoryException e) {
            err.println(e.getFile() + " is no folder");
        } catch (AccessDeniedException e) {
            err.println("No permission to read or write " + e.getFile() + "; run this as its owner");
        } catch (FileSystemException e) {
            err.println(e.getFile() + " cannot be read or written: " + e.getReason());
        } catch (IOException e) {
            err.println("Reading or writing failed: " + e.getMessage());
        }
        return WRONG;
    }

    private int runChecked(List<String> arguments) throws IOException, WrongArguments {
        if (arguments.size() == 1 && HELP.contains(arguments.get(0))) {
            out.print(USAGE);
            return written();
        }
        if (arguments.size() < 2 || arguments.get(1).isBlank()) {
            throw new WrongArguments("A command and a folder are needed.");
        }
        String command = arguments.get(0);
        UsageArchive archive = UsageArchive.at(path(arguments.get(1)));
        List<String> rest = arguments.subList(2, arguments.size());
        return switch (command) {
            case "verify" -> verify(archive, options(rest, Set.of("--held")));
            case "export" -> export(archive, options(rest, Set.of("--format", "--out", "--from", "--to", "--zone")));
            case "daily" -> daily(archive, options(rest, Set.of("--from", "--to", "--zone")));
            default -> throw new WrongArguments("There is no command " + command + ".");
        };
    }

    private static Path path(String name) throws WrongArguments {
        try {
            return Path.of(name);
        } catch (InvalidPathException e) {
            throw new WrongArguments("No file can have the name " + name + ": " + e.getReason() + ".");
        }
    }

    /** Whoever names a wrong folder must not read that all is well. */
    private static void mustHold(UsageArchive archive) throws IOException, WrongArguments {
        if (archive.spools().isEmpty()) {
            throw new WrongArguments("There is no record of uses in " + archive + ".");
        }
    }

    private static Map<String, String> options(List<String> arguments, Set<String> known) throws WrongArguments {
        Map<String, String> options = new LinkedHashMap<>();
        for (int i = 0; i < arguments.size(); i += 2) {
            String name = arguments.get(i);
            if (!known.contains(name)) {
                throw new WrongArguments("There is no option " + name + " of this command.");
            }
            if (i + 1 == arguments.size()) {
                throw new WrongArguments("The option " + name + " needs a value.");
            }
            if (options.put(name, arguments.get(i + 1)) != null) {
                throw new WrongArguments("The option " + name + " is given twice.");
            }
        }
        return options;
    }

    private int verify(UsageArchive archive, Map<String, String> options) throws IOException, WrongArguments {
        @Nullable String held = options.get("--held");
        mustHold(archive);
        UsageVerification verification = archive.verify(held == null ? List.of() : held(path(held)));
        out.print(verification.text());
        out.flush();
        return verification.isIntact() ? 0 : BROKEN;
    }

    private static List<Anchor> held(Path file) throws IOException, WrongArguments {
        List<Anchor> held = new ArrayList<>();
        int number = 0;
        for (String line : text(file).lines().toList()) {
            number++;
            if (!line.isBlank()) {
                String[] words = line.strip().split("\\s+", -1);
                if (words.length != 3
                        || !words[0].matches(UUID_FORM)
                        || !words[1].matches("[0-9]{1,18}")
                        || !words[2].matches("[0-9A-Fa-f]{64}")) {
                    throw new WrongArguments("Line " + number + " of " + file
                            + " is not the UUID of a chain, a count and a head of 64 hexadecimal digits.");
                }
                held.add(new Anchor(words[0], Long.parseLong(words[1]), words[2]));
            }
        }
        if (held.isEmpty()) {
            throw new WrongArguments(file + " names no place that the platform holds.");
        }
        return held;
    }

    /** What is no UTF-8 becomes a line that is refused. Some editors begin a file with a byte order mark. */
    private static String text(Path file) throws IOException {
        String text = new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
        return text.startsWith("\uFEFF") ? text.substring(1) : text;
    }

    private int export(UsageArchive archive, Map<String, String> options) throws IOException, WrongArguments {
        UsageArchive.Format format =
                switch (options.getOrDefault("--format", "ndjson").toLowerCase(Locale.ROOT)) {
                    case "ndjson" -> UsageArchive.Format.NDJSON;
                    case "csv" -> UsageArchive.Format.CSV;
                    default -> throw new WrongArguments("--format is neither ndjson nor csv.");
                };
        Days days = Days.of(options);
        Instant from = days.from().atStartOfDay(days.zone()).toInstant();
        Instant to = days.after().atStartOfDay(days.zone()).toInstant();
        @Nullable String file = options.get("--out");
        mustHold(archive);
        if (file == null) {
            OutputStream buffered = new BufferedOutputStream(out);
            archive.export(format, buffered, from, to);
        } else {
            archive.export(format, newFile(file), from, to);
        }
        return written();
    }

    private static Path newFile(String name) throws WrongArguments {
        Path file = path(name);
        @Nullable Path folder = file.toAbsolutePath().getParent();
        if (folder == null || !Files.isDirectory(folder)) {
            throw new WrongArguments("The folder for " + name + " is not there.");
        }
        return file;
    }

    private int daily(UsageArchive archive, Map<String, String> options) throws IOException, WrongArguments {
        Days days = Days.of(options);
        mustHold(archive);
        List<DailyUse> uses = archive.daily(days.from(), days.after(), days.zone());
        StringBuilder lines = new StringBuilder("day,dataset,purpose,outcome,uses,received,delivered\r\n");
        for (DailyUse use : uses) {
            lines.append(use.day()).append(',');
            lines.append(UsageCsv.cell(use.dataset())).append(',');
            lines.append(UsageCsv.cell(use.purpose())).append(',');
            lines.append(UsageCsv.cell(use.outcome())).append(',');
            lines.append(use.uses()).append(',').append(use.received()).append(',');
            lines.append(use.delivered()).append("\r\n");
        }
        out.write(lines.toString().getBytes(StandardCharsets.UTF_8));
        return written();
    }

    /** A stream that prints keeps its failures to itself, such as a full disk or a closed pipe. */
    private int written() throws IOException {
        if (out.checkError()) {
            throw new IOException("the standard output does not take more");
        }
        return 0;
    }

    private record Days(LocalDate from, LocalDate after, ZoneId zone) {

        static Days of(Map<String, String> options) throws WrongArguments {
            try {
                @Nullable String zone = options.get("--zone");
                LocalDate from = day(options.get("--from"), BEGINNING);
                LocalDate last = day(options.get("--to"), END);
                if (last.isBefore(from)) {
                    throw new WrongArguments("--to " + last + " lies before --from " + from + ".");
                }
                return new Days(from, last.plusDays(1), zone == null ? ZoneId.systemDefault() : ZoneId.of(zone));
            } catch (DateTimeException e) {
                throw new WrongArguments("A day or a zone cannot be read: " + e.getMessage());
            }
        }

        private static LocalDate day(@Nullable String day, LocalDate otherwise) {
            return day == null ? otherwise : LocalDate.parse(day);
        }
    }
}
