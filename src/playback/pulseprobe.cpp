// SPDX-License-Identifier: GPL-3.0-or-later
#include "playback/pulseprobe.h"

#include <dlfcn.h>
#include <utility>

struct pa_context;
struct pa_mainloop_api;
struct pa_threaded_mainloop;

using namespace std::chrono_literals;

namespace Earmark {
namespace {

constexpr auto Pause = 500ms; ///< Between two attempts; one costs a thread for a moment.

// Of libpulse's stable interface (pulse/def.h): READY, FAILED, TERMINATED; below, it is being made.
constexpr int ContextReady = 4;

/// libpulse's own functions, not those that stand in front of them (playback/pulseguard.cpp).
struct Pulse
{
    using StateCallback = void (*)(pa_context *, void *);

    template<typename Function>
    static void find(Function &function, const char *name)
    {
        function = reinterpret_cast<Function>(dlsym(RTLD_NEXT, name));
    }

    Pulse()
    {
        find(newLoop, "pa_threaded_mainloop_new");
        find(freeLoop, "pa_threaded_mainloop_free");
        find(startLoop, "pa_threaded_mainloop_start");
        find(stopLoop, "pa_threaded_mainloop_stop");
        find(apiOf, "pa_threaded_mainloop_get_api");
        find(newContext, "pa_context_new");
        find(connect, "pa_context_connect");
        find(disconnect, "pa_context_disconnect");
        find(unref, "pa_context_unref");
        find(stateOf, "pa_context_get_state");
        find(setStateCallback, "pa_context_set_state_callback");
    }

    bool isThere() const
    {
        return newLoop && freeLoop && startLoop && stopLoop && apiOf && newContext && connect
                && disconnect && unref && stateOf && setStateCallback;
    }

    pa_threaded_mainloop *(*newLoop)() = nullptr;
    void (*freeLoop)(pa_threaded_mainloop *) = nullptr;
    int (*startLoop)(pa_threaded_mainloop *) = nullptr;
    void (*stopLoop)(pa_threaded_mainloop *) = nullptr;
    pa_mainloop_api *(*apiOf)(pa_threaded_mainloop *) = nullptr;
    pa_context *(*newContext)(pa_mainloop_api *, const char *) = nullptr;
    int (*connect)(pa_context *, const char *, int, const void *) = nullptr;
    void (*disconnect)(pa_context *) = nullptr;
    void (*unref)(pa_context *) = nullptr;
    int (*stateOf)(pa_context *) = nullptr;
    void (*setStateCallback)(pa_context *, StateCallback, void *) = nullptr;
};

const Pulse &pulse()
{
    static const Pulse functions;
    return functions;
}

} // namespace

/// One connection, made by a thread of libpulse's that ends with it.
struct PulseProbe::Attempt
{
    Attempt(PulseProbe *wisher, quint64 ownNumber) : probe(wisher), number(ownNumber) { }
    Attempt(const Attempt &) = delete;
    Attempt &operator=(const Attempt &) = delete;
    ~Attempt()
    {
        if (loop == nullptr)
            return;
        pulse().stopLoop(loop); // from here on nobody else touches the context
        if (context != nullptr) {
            pulse().setStateCallback(context, nullptr, nullptr);
            pulse().disconnect(context);
            pulse().unref(context);
        }
        pulse().freeLoop(loop);
    }

    /// False: it cannot even be tried.
    bool begin()
    {
        loop = pulse().newLoop();
        context = loop == nullptr ? nullptr : pulse().newContext(pulse().apiOf(loop), "Earmark");
        if (context == nullptr)
            return false;
        pulse().setStateCallback(context, &Attempt::changed, this);
        return pulse().connect(context, nullptr, 0, nullptr) >= 0 && pulse().startLoop(loop) == 0;
    }

    /// In libpulse's thread.
    static void changed(pa_context *context, void *userdata)
    {
        const auto *self = static_cast<Attempt *>(userdata);
        const int state = pulse().stateOf(context);
        if (state < ContextReady)
            return;
        QMetaObject::invokeMethod(
                self->probe,
                [probe = self->probe, number = self->number, isUp = state == ContextReady] {
                    probe->attempted(number, isUp);
                },
                Qt::QueuedConnection);
    }

    PulseProbe *const probe;
    const quint64 number;
    pa_threaded_mainloop *loop = nullptr;
    pa_context *context = nullptr;
};

PulseProbe::PulseProbe(QObject *parent) : QObject(parent)
{
    m_again.setSingleShot(true);
    m_again.setInterval(Pause);
    QObject::connect(&m_again, &QTimer::timeout, this, &PulseProbe::attempt);
}

PulseProbe::~PulseProbe() = default;

void PulseProbe::start()
{
    if (m_attempt == nullptr && !m_again.isActive())
        attempt();
}

void PulseProbe::attempt()
{
    m_attempt = std::make_unique<Attempt>(this, ++m_number);
    if (!pulse().isThere()) // sound goes another way
        attempted(m_number, true);
    else if (!m_attempt->begin())
        attempted(m_number, false);
}

void PulseProbe::attempted(quint64 number, bool isUp)
{
    if (m_attempt == nullptr || number != m_number)
        return;
    m_attempt.reset();
    if (isUp)
        Q_EMIT answered();
    else
        m_again.start();
}

} // namespace Earmark
