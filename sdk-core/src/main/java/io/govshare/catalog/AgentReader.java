package io.govshare.catalog;

import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads who publishes a dataset, and whom to ask about it. */
final class AgentReader {

    private final Names names;
    private final @Nullable URI document;
    private final DatasetDescriptionBuilder dataset;

    /**
     * @param document where relative addresses begin
     * @param dataset takes what is read, and what is wrong with it
     */
    AgentReader(Names names, @Nullable URI document, DatasetDescriptionBuilder dataset) {
        this.names = names;
        this.document = document;
        this.dataset = dataset;
    }

    void publisher(@Nullable Object value) {
        List<Object> agents = JsonLd.list(value);
        if (agents.isEmpty()) {
            return;
        }
        if (agents.size() > 1) {
            keep(Term.PUBLISHER, value, "is given " + agents.size() + " times; the first is taken");
        }
        if (!(agents.get(0) instanceof Map<?, ?> agent)) {
            @Nullable String name = JsonLd.text(agents.get(0));
            if (name != null && agents.get(0) instanceof String) {
                dataset.publisher(name);
            } else if (name != null || !(agents.get(0) instanceof String)) {
                keep(Term.PUBLISHER, value, "is no publisher");
            }
            return;
        }
        @Nullable Object name = names.member(agent, Term.NAME);
        @Nullable Object id = names.member(agent, Term.IDENTIFIER);
        @Nullable Object code = id == null ? agent.get("@id") : id;
        @Nullable Object keys = names.member(agent, Term.JWKS);
        @Nullable URI jwks = keys(keys);
        int known = (name == null ? 0 : 1)
                + (code == null ? 0 : 1)
                + (jwks == null ? 0 : 1)
                + (agent.containsKey("@type") ? 1 : 0);
        if (agent.size() > known || !JsonLd.isPlain(name) || !JsonLd.isPlain(code)) {
            extension(Term.PUBLISHER, value);
        }
        @Nullable String shown = name == null && code == null ? JsonLd.text(agent) : JsonLd.text(name);
        dataset.publisher(shown == null ? "" : shown);
        @Nullable String shownCode = JsonLd.text(code);
        dataset.publisherId(shownCode == null ? "" : shownCode);
    }

    private @Nullable URI keys(@Nullable Object value) {
        if (value == null) {
            return null;
        }
        @Nullable String text = JsonLd.text(value);
        @Nullable URI url = text == null ? null : JsonLd.url(document, text);
        if (url == null) {
            dataset.defect(new Defect(Term.JWKS.spelled(), "is no http or https URL", JsonLd.kind(value)));
        }
        dataset.publisherKeys(url);
        return url;
    }

    void contact(@Nullable Object value) {
        List<Object> contacts = JsonLd.list(value);
        if (contacts.isEmpty()) {
            return;
        }
        if (!(contacts.get(0) instanceof Map<?, ?> card)) {
            keep(Term.CONTACT_POINT, value, "is no contact");
            return;
        }
        Map<Term, String> read = new LinkedHashMap<>();
        int known = card.containsKey("@type") ? 1 : 0;
        for (Term term : new Term[] {Term.FULL_NAME, Term.EMAIL, Term.PHONE}) {
            @Nullable Object member = names.member(card, term);
            @Nullable String text = JsonLd.text(member);
            read.put(term, text == null ? "" : text.replaceFirst("^(mailto|tel):", ""));
            known += member != null && JsonLd.isPlain(member) ? 1 : 0;
        }
        if (contacts.size() > 1 || card.size() > known) {
            extension(Term.CONTACT_POINT, value);
        }
        dataset.contact(new Contact(
                read.getOrDefault(Term.FULL_NAME, ""),
                read.getOrDefault(Term.EMAIL, ""),
                read.getOrDefault(Term.PHONE, "")));
    }

    private void keep(Term term, @Nullable Object value, String problem) {
        extension(term, value);
        dataset.defect(new Defect(term.spelled(), problem, JsonLd.kind(value)));
    }

    private void extension(Term term, @Nullable Object value) {
        if (value != null) {
            dataset.extension(term.spelled(), value);
        }
    }
}
