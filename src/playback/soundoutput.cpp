// SPDX-License-Identifier: GPL-3.0-or-later
#include "playback/soundoutput.h"

#include "playback/behindus.h"

#include <QAudioFormat>
#include <QAudioSink>
#include <QMediaDevices>

#include <algorithm>
#include <mutex>
#include <vector>

struct pa_context;
struct pa_operation;
struct pa_proplist;
struct pa_stream;

using namespace Qt::StringLiterals;

namespace Earmark {

namespace {

bool isAudible(const QAudioDevice &device)
{
    return !device.isNull() && device.id() != "auto_null"_ba;
}

} // namespace

bool isAmong(const QList<QAudioDevice> &outputs, const QAudioDevice &device)
{
    return std::any_of(outputs.begin(), outputs.end(),
                       [&](const QAudioDevice &output) { return output.id() == device.id(); });
}

void connectToSound()
{
    QAudioSink(QMediaDevices::defaultAudioOutput(), QAudioFormat()).start(); // of no format: fails
}

QAudioDevice audibleOutput(const QList<QAudioDevice> &outputs, const QAudioDevice &standard)
{
    if (isAudible(standard) && isAmong(outputs, standard))
        return standard;
    const auto found = std::find_if(outputs.begin(), outputs.end(), isAudible);
    return found == outputs.end() ? QAudioDevice() : *found;
}

QAudioDevice wantedOutput(const QList<QAudioDevice> &outputs, const QAudioDevice &standard,
                          const QByteArray &id)
{
    const auto found = std::find_if(outputs.begin(), outputs.end(), [&](const auto &output) {
        return output.id() == id && isAudible(output);
    });
    return found == outputs.end() ? audibleOutput(outputs, standard) : *found;
}

Error noOutput()
{
    return fail(ErrorKind::Media,
                u"This computer has no sound output at the moment. Connect a loudspeaker or "
                u"headphones, then press play; the position is kept."_s,
                u"QMediaDevices shows no output, or auto_null alone."_s);
}

Error outputVanished(const QAudioDevice &next)
{
    return fail(ErrorKind::Media,
                u"The sound output that was playing is gone. Press play to go on with %1; the "
                u"position is kept."_s.arg(next.description()),
                QString::fromUtf8(next.id()));
}

namespace {

/// How Qt is told of a sink: pa_sink_info_cb_t.
using SinkCallback = void (*)(pa_context *, const void *, int, void *);
using ServerCallback = void (*)(pa_context *, const void *, void *);

/// Whoever of Qt asked for all outputs; of a connection that is gone, nobody asks any more.
struct Listener
{
    pa_context *context = nullptr;
    SinkCallback callback = nullptr;
    void *userdata = nullptr;
};
constinit std::mutex listenersMutex;
constinit std::vector<Listener> listeners;

pa_operation *listSinks(const Listener &to)
{
    using List = pa_operation *(*)(pa_context *, SinkCallback, void *);
    static const auto real = behindUs<List>("pa_context_get_sink_info_list");
    return real == nullptr ? nullptr : real(to.context, to.callback, to.userdata);
}

void listSinksAgain(pa_context *context)
{
    static const auto unref = behindUs<void (*)(pa_operation *)>("pa_operation_unref");
    Listener known;
    {
        const std::scoped_lock lock(listenersMutex);
        const auto found = std::find_if(
                listeners.begin(), listeners.end(),
                [context](const Listener &listener) { return listener.context == context; });
        if (found == listeners.end())
            return;
        known = *found;
    }
    pa_operation *operation = listSinks(known);
    if (operation != nullptr && unref != nullptr)
        unref(operation);
}

} // namespace

} // namespace Earmark

// Named for the linker as libpulse names its own (playback/pulseguard.cpp says how that works).
//
// When another output becomes the default, Qt 6.4 asks the server for its name and forgets to mark
// the output of that name: it stays the old one's until something else about an output changes,
// and the next play goes to an output that the listener has left. So all outputs are told to it
// again behind the name; libpulse answers in order.
extern "C" {

pa_operation *sinkInfoList(pa_context *context, Earmark::SinkCallback callback,
                           void *userdata) __asm__("pa_context_get_sink_info_list");
pa_operation *serverInfo(pa_context *context, Earmark::ServerCallback callback,
                         void *userdata) __asm__("pa_context_get_server_info");

pa_operation *sinkInfoList(pa_context *context, Earmark::SinkCallback callback, void *userdata)
{
    const Earmark::Listener listener{context, callback, userdata};
    {
        const std::scoped_lock lock(Earmark::listenersMutex);
        std::erase_if(Earmark::listeners, [&](const Earmark::Listener &one) {
            return one.context == context || one.userdata == userdata;
        });
        Earmark::listeners.push_back(listener);
    }
    return Earmark::listSinks(listener);
}

pa_operation *serverInfo(pa_context *context, Earmark::ServerCallback callback, void *userdata)
{
    using Info = pa_operation *(*)(pa_context *, Earmark::ServerCallback, void *);
    static const auto real = Earmark::behindUs<Info>("pa_context_get_server_info");
    pa_operation *operation = real == nullptr ? nullptr : real(context, callback, userdata);
    Earmark::listSinksAgain(context);
    return operation;
}

// A stream that plays on what is the default just then is moved by PipeWire's session manager
// (WirePlumber 0.4: checkFollowDefault) to each later default, and so is the next one, even where
// the listener chose this very output. It leaves alone what is a filter's, which this property
// says. `node.dont-reconnect` and PulseAudio's DONT_MOVE would do too, but end the stream when its
// output is unplugged, and Qt 6.4 does not survive that. Who follows the default is led there by
// Player::followOutputs().
pa_stream *newStream(pa_context *context, const char *name, const void *spec, const void *map,
                     pa_proplist *properties) __asm__("pa_stream_new_with_proplist");

pa_stream *newStream(pa_context *context, const char *name, const void *spec, const void *map,
                     pa_proplist *properties)
{
    using New
            = pa_stream *(*)(pa_context *, const char *, const void *, const void *, pa_proplist *);
    using Set = int (*)(pa_proplist *, const char *, const char *);
    static const auto real = Earmark::behindUs<New>("pa_stream_new_with_proplist");
    static const auto set = Earmark::behindUs<Set>("pa_proplist_sets");
    if (properties != nullptr && set != nullptr)
        set(properties, "node.link-group", "earmark");
    return real == nullptr ? nullptr : real(context, name, spec, map, properties);
}
}
